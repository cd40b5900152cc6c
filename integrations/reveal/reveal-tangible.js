/**
 * RevealTangible: live demos of Tangible in a reveal.js deck. Load embed.js of the site, then this file, and give the
 * plugin to reveal: `Reveal.initialize({ plugins: [RevealTangible] })`. A classic script, so that decks opened from a
 * file work too.
 *
 * Every step of a demo is an invisible fragment, so one clicker drives slides and demos alike, and the deck's own
 * addresses hold the step. A demo rests while its slide is not shown and keeps its state; the recorded picture stands in
 * for it in print, in the overview and in the speaker view.
 */
window.RevealTangible = () => {
  'use strict';

  /** Steps that a demo walks on its slide: from where it starts to `until`, or to its last one. */
  const stepsOf = (demo) => {
    const first = Number(demo.getAttribute('step') ?? 0);
    const last = Number(
      demo.getAttribute('until') ?? demo.ready?.steps ?? demo.getAttribute('steps') ?? first,
    );
    return { first, last: Math.max(first, last) };
  };

  const marksOf = (demo) => [...demo.parentElement.querySelectorAll(`[data-tangible-of="${demo.id}"]`)];

  /** One invisible fragment per step that is still to come. */
  function mark(deck, demo) {
    const slide = demo.closest('section');
    const { first, last } = stepsOf(demo);
    const marks = marksOf(demo);
    for (let step = first + 1 + marks.length; step <= last; step++) {
      const fragment = document.createElement('span');
      fragment.className = 'fragment';
      fragment.hidden = true;
      fragment.dataset.tangibleOf = demo.id;
      fragment.dataset.tangibleStep = String(step);
      (marksOf(demo).at(-1) ?? demo).after(fragment);
    }
    if (slide && deck.isReady()) deck.syncFragments(slide);
  }

  /** The step that the deck stands at: as many as there are fragments shown. */
  function follow(demo) {
    const { first } = stepsOf(demo);
    const shown = marksOf(demo).filter((fragment) => fragment.classList.contains('visible'));
    const wanted = Number(shown.at(-1)?.dataset.tangibleStep ?? first);
    // A demo that is there already keeps its state: whatever was dragged stays.
    if (demo.dataset.tangibleAt === String(wanted)) return;
    demo.dataset.tangibleAt = String(wanted);
    demo.goToStep(wanted).catch(() => undefined);
  }

  /** The demo was stepped by its own buttons: the deck follows. */
  function lead(deck, demo, step) {
    if (demo.dataset.tangibleAt === String(step)) return;
    demo.dataset.tangibleAt = String(step);
    const { h, v } = deck.getIndices(demo.closest('section'));
    const reached = marksOf(demo).filter((fragment) => Number(fragment.dataset.tangibleStep) <= step);
    const at = reached.at(-1)?.dataset.fragmentIndex;
    deck.slide(h, v, at === undefined ? -1 : Number(at));
  }

  return {
    id: 'tangible',
    init(deck) {
      const demos = [...deck.getSlidesElement().querySelectorAll('tangible-demo')];
      const still = deck.isPrintView() || deck.isSpeakerNotes();
      demos.forEach((demo, i) => {
        demo.id ||= `tangible-${i + 1}`;
        if (!demo.hasAttribute('ui')) demo.setAttribute('ui', 'min');
        demo.toggleAttribute('eager', true);
        demo.setAttribute('keys', 'host');
        demo.dataset.tangibleAt = demo.getAttribute('step') ?? '0';
        demo.toggleAttribute('poster', still);
        if (still && deck.isPrintView()) return;
        mark(deck, demo);
        demo.addEventListener('tangible-ready', () => {
          mark(deck, demo);
          follow(demo);
          demo.slide(demo.closest('section') === deck.getCurrentSlide());
        });
        demo.addEventListener('tangible-step', ({ detail }) => lead(deck, demo, detail.step));
      });
      const shown = () => {
        const current = deck.getCurrentSlide();
        for (const demo of demos) {
          const here = demo.closest('section') === current;
          demo.slide(here && !deck.isOverview());
          if (here) follow(demo);
        }
      };
      for (const event of ['ready', 'slidechanged', 'fragmentshown', 'fragmenthidden']) deck.on(event, shown);
      for (const event of ['overviewshown', 'overviewhidden']) {
        deck.on(event, () => {
          demos.forEach((demo) => demo.toggleAttribute('data-still', deck.isOverview()));
          shown();
        });
      }
    },
  };
};
