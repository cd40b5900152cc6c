// Before the first paint: sets the reader's view (light, dark, projector), hides a picture of another step, and sees to it
// that a page whose program can't start says so. A file of its own: the content security policy allows no inline script.
// Storage may be blocked in embeds; then the system's preference counts.
(function () {
  // SvelteKit's router stops at a path that can't be decoded: there % stands for itself.
  try {
    decodeURI(location.pathname);
  } catch {
    history.replaceState(
      null,
      '',
      location.pathname.replaceAll('%', '%25') + location.search + location.hash,
    );
  }
  // The program arrives as modules; when one is missing at the start, nobody else is there to say it.
  addEventListener('unhandledrejection', function (event) {
    if (root.dataset.started === '' || !/modul/i.test(String(event.reason))) return;
    var note = document.createElement('p');
    note.className = 'ui';
    note.setAttribute('role', 'alert');
    note.style.cssText = 'margin:0;padding:0.8rem 1.2rem;background:var(--accent-wash)';
    note.textContent =
      'The program of this page did not arrive: there is no network, or the site was renewed. Pictures and numbers are those that were recorded at build. Reload the page to try again; its address keeps the state.';
    document.body.prepend(note);
  });
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
