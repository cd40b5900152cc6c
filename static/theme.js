// Sets the reader's view (light, dark, projector) before the first paint. A file of its own: the content security
// policy allows no inline script. Storage may be blocked in embeds; then the system's preference counts.
(function () {
  var root = document.documentElement;
  var views = ['light', 'dark', 'projector'];
  var asked = new URLSearchParams(location.search).get('theme');
  var stored = null;
  // A lecture is for a projector, whatever the reader has chosen for pages.
  var lecture = /\/lecture\/(?!speaker)[^/]+$/.test(location.pathname);
  if (lecture) root.dataset.lecture = '';
  try {
    stored = localStorage.getItem('tangible-view');
  } catch {
    // Blocked: nothing is stored.
  }
  var dark = matchMedia('(prefers-color-scheme: dark)');
  function apply() {
    root.dataset.view = views.includes(asked)
      ? asked
      : lecture
        ? 'projector'
        : views.includes(stored)
          ? stored
          : dark.matches
            ? 'dark'
            : 'light';
  }
  apply();
  dark.addEventListener('change', apply);
})();
