/**
 * The one gate for markup and for scripts: the content security policy demands Trusted Types, so a text that has not
 * passed here can’t become an element or a program, wherever a mistake is made. Markup that passes is what the build
 * typeset (formulas, abstracts) or what we draw ourselves (QR codes); scripts are files of the site’s own origin.
 */

interface Policy {
  createHTML(text: string): string;
  createScriptURL(text: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

/** The name that the policy has in svelte.config.js. */
const NAME = 'tangible';

const rules: Policy = {
  createHTML: (text) => text,
  createScriptURL(text) {
    const { origin, href } = new URL(text, location.href);
    if (origin !== location.origin) throw new TypeError(`${origin} is not where this site’s scripts are.`);
    return href;
  },
};

const policy = (globalThis as { trustedTypes?: Factory }).trustedTypes?.createPolicy(NAME, rules) ?? rules;

/** Markup made by this site. Typed as the text that it is for browsers without Trusted Types. */
export const trustedHtml = (markup: string): string => policy.createHTML(markup);

/** The address of a script of this site. @throws TypeError for another origin. */
export const trustedScript = (address: string | URL): string => policy.createScriptURL(String(address));
