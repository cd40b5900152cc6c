// <tangible-demo slug="…" step="2" params="beta=10&memories=12" theme="dark">fallback</tangible-demo>
//
// A live demo as one element. A classic script: module scripts and fetch fail in decks that are opened from a file. The
// demo is a lazy frame; the element's own children (or the step's poster) are shown until it is ready, where nothing
// live can run, in print and in PDF. Attributes: slug, step, seed, params, theme, ui, bg, motion, engine, height, keys.
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script || !window.customElements || customElements.get('tangible-demo')) return;

  const SITE = new URL('.', script.src).href;
  const ORIGIN = new URL(SITE).origin;
  const NAMESPACE = 'tangible';
  const VERSION = 1;
  /** Attributes that go into the frame's address as they are. */
  const OPTIONS = ['step', 'seed', 'theme', 'ui', 'bg', 'motion', 'engine'];
  /** Milliseconds after which a request that nobody answers is given up. A measurement may take a while. */
  const PATIENCE = 300000;

  const STYLE =
    ':host{display:block;position:relative;min-height:6em}' +
    ':host([hidden]){display:none}' +
    'iframe{display:block;width:100%;border:0;color-scheme:auto}' +
    // Behind the picture the frame keeps its place: one that is not laid out would not load.
    ':host(:not([data-live])) iframe,:host([data-still]) iframe{position:absolute;inset:0;height:100%;opacity:0;pointer-events:none}' +
    ':host([data-live]:not([data-still])) .poster{display:none}' +
    '.poster img,::slotted(img){max-width:100%;height:auto}' +
    ':host([data-fit]) .poster{height:100%}' +
    ':host([data-fit]) .poster img{width:100%;height:100%;object-fit:contain}' +
    '@media print{iframe{display:none!important}:host .poster{display:block!important}}';

  /** The address of the demo's pages for a set of attributes. */
  function query(element, prefix) {
    const out = new URLSearchParams();
    OPTIONS.forEach((name) => {
      const value = element.getAttribute(name);
      if (value !== null && value !== '') out.set(name, value);
    });
    new URLSearchParams(element.getAttribute('params') || '').forEach((value, name) => {
      out.set(name.startsWith('p.') ? name : prefix + name, value);
    });
    return out;
  }

  class TangibleDemo extends HTMLElement {
    static get observedAttributes() {
      return ['slug', 'params', 'height', 'keys', 'poster'].concat(OPTIONS);
    }

    constructor() {
      super();
      const shadow = this.attachShadow({ mode: 'open' });
      // A constructed sheet is allowed where the page's policy forbids style elements.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      this.picture = document.createElement('div');
      this.picture.className = 'poster';
      this.frame = null;
      this.waiting = new Map();
      this.count = 0;
      this.ready = null;
      /** The step that the demo is at, once it has said so. */
      this.at = null;
      this.receive = this.receive.bind(this);
      shadow.append(this.picture);
    }

    connectedCallback() {
      window.addEventListener('message', this.receive);
      if (!this.frame) this.load();
    }

    disconnectedCallback() {
      // A deck may move the element: only one that stays away is ended.
      setTimeout(() => {
        if (this.isConnected) return;
        window.removeEventListener('message', this.receive);
        this.unload('The demo was removed from the page.');
      });
    }

    attributeChangedCallback(name, before, after) {
      if (before === after || !this.isConnected) return;
      if (name === 'poster' && (before === null || after === null)) return this.load();
      if (!this.frame) return this.showPoster();
      if (name === 'height') return this.size();
      if (!this.ready) return this.load();
      if (name === 'step' && after !== null) return void this.goToStep(Number(after)).catch(ignore);
      if (name === 'seed' && after !== null) return void this.set({ seed: Number(after) }).catch(ignore);
      if (name === 'theme' && after !== null && after !== 'auto')
        return void this.set({ theme: after }).catch(ignore);
      this.load();
    }

    /** Loads the frame anew, in the state that the attributes say. */
    load() {
      this.unload('The demo is loaded anew.');
      this.showPoster();
      this.size();
      if (this.hasAttribute('poster')) return;
      const slug = this.getAttribute('slug') || '';
      const address = query(this, 'p.');
      if (this.fits()) address.set('fit', '1');
      address.set('keys', this.getAttribute('keys') || 'element');
      address.set('v', String(VERSION));
      const frame = document.createElement('iframe');
      frame.src = SITE + 'embed/' + encodeURIComponent(slug) + '?' + address;
      frame.title = this.getAttribute('title') || 'Live demo: ' + slug.replace(/-/g, ' ');
      frame.loading = this.hasAttribute('eager') ? 'eager' : 'lazy';
      frame.allow = 'fullscreen; cross-origin-isolated';
      frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-downloads allow-popups');
      this.frame = frame;
      this.size();
      this.shadowRoot.append(frame);
    }

    unload(why) {
      if (this.frame) this.frame.remove();
      this.frame = null;
      this.ready = null;
      this.at = null;
      this.removeAttribute('data-live');
      this.waiting.forEach(({ reject, timer }) => {
        clearTimeout(timer);
        reject(new Error(why));
      });
      this.waiting.clear();
    }

    /** The children of the element, or the poster of the step with the way to the notebook. */
    showPoster() {
      const slug = this.getAttribute('slug') || '';
      const asked = this.getAttribute('step') || '';
      const step = this.at !== null ? this.at : /^\d+$/.test(asked) ? asked : '0';
      const dark = this.getAttribute('theme') === 'dark' ? '.dark' : '';
      const image = document.createElement('img');
      image.src = SITE + 'poster/' + encodeURIComponent(slug) + '/' + step + dark + '.svg';
      image.alt = this.getAttribute('title') || slug.replace(/-/g, ' ');
      const link = document.createElement('a');
      link.href = SITE + 'n/' + encodeURIComponent(slug) + '?' + query(this, '');
      link.append(image);
      const slot = document.createElement('slot');
      slot.append(link);
      this.picture.replaceChildren(slot);
    }

    /** True where the height is given and the picture must fit in: on a slide. */
    fits() {
      return this.hasAttribute('height') || this.style.height !== '';
    }

    size() {
      const height = this.getAttribute('height');
      if (height !== null) this.style.height = /^[\d.]+$/.test(height) ? height + 'px' : height;
      this.toggleAttribute('data-fit', this.fits());
      if (this.frame && this.fits()) this.frame.style.height = '100%';
    }

    receive(event) {
      const frame = this.frame;
      if (!frame || event.source !== frame.contentWindow || event.origin !== ORIGIN) return;
      const message = event.data;
      if (typeof message !== 'object' || message === null || message.ns !== NAMESPACE) return;
      if (typeof message.event === 'string') return this.happened(message.event, message.detail || {});
      const one = this.waiting.get(message.id);
      if (!one) return;
      this.waiting.delete(message.id);
      clearTimeout(one.timer);
      if (!message.error) return one.resolve(message.result);
      const error = new Error(message.error.message);
      error.code = message.error.code;
      error.where = message.error.where;
      one.reject(error);
    }

    happened(name, detail) {
      if (name === 'ready') {
        this.ready = detail;
        this.toggleAttribute('data-live', true);
      }
      if (name === 'step') {
        this.at = detail.step;
        this.showPoster();
      }
      if (name === 'resize' && !this.fits()) this.frame.style.height = Math.ceil(detail.height) + 'px';
      if (name === 'key') this.passKey(detail);
      if (name === 'error' && detail.code === 'unknown-slug') this.removeAttribute('data-live');
      this.dispatchEvent(new CustomEvent('tangible-' + name, { detail, bubbles: true, composed: true }));
    }

    /**
     * Keys die in frames after a click: the page gets them as if they had been pressed on it, and let go of. Slidev takes
     * a key that is never let go of for one that is held, and goes on by itself.
     */
    passKey(detail) {
      const options = {
        key: String(detail.key),
        code: String(detail.code),
        keyCode: Number(detail.keyCode) || 0,
        shiftKey: detail.shift === true,
        bubbles: true,
        composed: true,
        cancelable: true,
      };
      for (const type of ['keydown', 'keyup']) this.dispatchEvent(new KeyboardEvent(type, options));
    }

    /** Calls a method of the demo; see “Messages” in the documentation. Rejects with a sentence, `code` and `where`. */
    request(method, params) {
      if (!this.ready) {
        return new Promise((resolve, reject) => {
          const again = () => this.request(method, params).then(resolve, reject);
          this.addEventListener('tangible-ready', again, { once: true });
        });
      }
      const id = ++this.count;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          this.waiting.delete(id);
          reject(new Error('The demo did not answer.'));
        }, PATIENCE);
        this.waiting.set(id, { resolve, reject, timer });
        const message = { ns: NAMESPACE, v: VERSION, id, method, params: params || {} };
        this.frame.contentWindow.postMessage(message, ORIGIN);
      });
    }

    describe() {
      return this.request('describe');
    }
    get() {
      return this.request('get');
    }
    set(params) {
      return this.request('set', params);
    }
    reset() {
      return this.request('reset');
    }
    goToStep(step) {
      if (this.hasAttribute('poster')) {
        this.at = step;
        this.showPoster();
        return Promise.resolve({ step });
      }
      return this.request('step', { step });
    }
    play() {
      return this.request('play');
    }
    pause() {
      return this.request('pause');
    }
    measure(claim, seeds) {
      return this.request('measure', { claim, seeds: seeds || 1 });
    }
    export(format, figure) {
      return this.request('export', figure ? { format, figure } : { format });
    }

    /** Tells the demo whether its slide is the one that is shown, in the words that reveal.js uses. */
    slide(shown) {
      if (this.frame && this.ready)
        this.frame.contentWindow.postMessage(shown ? 'slide:start' : 'slide:stop', ORIGIN);
    }
  }

  // Frameworks set properties where an element has them: each attribute is one, and no method has an attribute's name.
  TangibleDemo.observedAttributes.forEach((name) => {
    const flag = name === 'poster';
    Object.defineProperty(TangibleDemo.prototype, name, {
      get() {
        return flag ? this.hasAttribute(name) : this.getAttribute(name);
      },
      set(value) {
        if (flag) this.toggleAttribute(name, Boolean(value));
        else if (value === null || value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, String(value));
      },
      configurable: true,
    });
  });

  function ignore() {
    // The demo says on its own picture what was wrong with the attribute.
  }

  customElements.define('tangible-demo', TangibleDemo);
})();
