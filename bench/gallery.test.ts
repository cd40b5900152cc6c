// Taking a paper out of the gallery’s page.
import { expect, test } from 'vitest';
import { withoutPaper } from './gallery.ts';

const card = (slug: string) => `<li class="x"><a href="./n/${slug}">${slug}</a></li>`;
const page = (slugs: readonly string[]) =>
  `<ul>${slugs.map(card).join('')}</ul><script>papers:[${slugs
    .map((slug) => `{slug:"${slug}",says:"a \\"brace\\" } {",authors:["x"],paper:{year:2024}}`)
    .join(',')}]</script>`;

test('its card and its data go, the rest stays', () => {
  expect(withoutPaper(page(['a', 'b', 'c']), 'b')).toBe(page(['a', 'c']));
  expect(withoutPaper(page(['a', 'b']), 'a')).toBe(page(['b']));
});

test('a page that does not list it is refused', () => {
  expect(() => withoutPaper(page(['a']), 'b')).toThrow('does not list b');
});
