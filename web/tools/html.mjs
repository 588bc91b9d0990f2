/* SPDX-License-Identifier: Apache-2.0 */
/* The shell of a page. The server fills the three markers; see src/net. */

/** Languages as HTML names them; the pseudo-locale is private. */
const HTML_LANG = { qps: 'en-x-qps' };

export function pageHtml({ page, lang, css, js, small }) {
  return `<!DOCTYPE html>
<html lang="${HTML_LANG[lang] ?? lang}" class="page-${page}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<meta name="referrer" content="same-origin">
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<!--clameur:head-->
<style>${css}</style>
</head>
<body>
${small ? `<aside class="small-groups"><p>${small}</p></aside>\n` : ''}<main id="app"><!--clameur:main--></main>
<!--clameur:state-->
<script>${js}</script>
</body>
</html>
`;
}

/** Only the page's own script and style run; the server puts its WebSocket address in place of %WS%. */
export function policy(script, style, more = []) {
  return [
    "default-src 'none'", `script-src ${script}`, `style-src ${style}`, "img-src 'self' data:",
    "connect-src 'self' %WS%", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", ...more,
  ].join('; ');
}
