/* SPDX-License-Identifier: Apache-2.0 */
const button = document.getElementById('print');
button.hidden = false;
button.addEventListener('click', () => window.print());

/* A table that is wider than the page is scrolled by the keyboard, too. */
const wide = document.querySelectorAll('.wide');
const reach = () => wide.forEach((box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute('tabindex');
});
reach();
window.addEventListener('resize', reach);
