// Before the first paint: sets the reader's view (light, dark, projector), and hides a picture of another step. A file
// of its own: the content security policy allows no inline script. Storage may be blocked in embeds; then the system's
// preference counts.
(function () {
  var root = document.documentElement;
  var views = ['light', 'dark', 'projector'];
  var asked = new URLSearchParams(location.search).get('theme');
  var stored = null;
  // A lecture is for a projector, whatever the reader has chosen for pages.
  var lecture = /\/lecture\/(?!speaker)[^/]+$/.test(location.pathname);
  if (lecture) root.dataset.lecture = '';
  try {
    // An embed follows the page around it and the system, not what was chosen for reading here.
    if (!location.pathname.includes('/embed/')) stored = localStorage.getItem('tangible-view');
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
  // The page's own picture is of the default state; it must not flash up where a step is asked for.
  if (Number(new URLSearchParams(location.search).get('step')) > 0) {
    root.dataset.step = '';
    // Whatever goes wrong, there is a picture.
    setTimeout(function () {
      delete root.dataset.step;
    }, 4000);
  }
  dark.addEventListener('change', apply);
})();
