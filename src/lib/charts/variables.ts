/** Colours of a figure that stands alone: `var(--name)` and `var(--name, fallback)` replaced by their values. */
export const resolveVariables = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replace(
    /var\((--[\w-]+)(?:,\s*([^()]*))?\)/g,
    (_, name: string, fallback?: string) => valueOf(name) || fallback || 'currentColor',
  );
