/* SPDX-License-Identifier: Apache-2.0 */
const button = document.getElementById('print');
button.hidden = false;
button.addEventListener('click', () => window.print());
