// Mathematics in prose: MathML that browsers accept, since screen readers read it.
import { describe, expect, it } from 'vitest';
import { renderMath } from './prose.ts';

describe('renderMath', () => {
  it('gives an index one child, also where it is an operator', () => {
    expect(renderMath('\\lambda_{\\min}')).toContain('<msub><mi>λ</mi><mi>min</mi></msub>');
    expect(renderMath('a^{\\max}')).toContain('<msup><mi>a</mi><mi>max</mi></msup>');
  });

  it('keeps the sign of application where something follows', () => {
    expect(renderMath('\\ln x')).toContain('<mi>ln</mi><mo>\u2061</mo><mi>x</mi>');
  });
});
