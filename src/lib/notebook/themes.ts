/** Names of the themes, as a reader sees them. */
import type { Theme } from './types.ts';

export const THEMES: Readonly<Record<Theme, string>> = {
  'attention-icl': 'Attention & in-context learning',
  diffusion: 'Diffusion',
  memory: 'Memory',
  systems: 'Systems',
  privacy: 'Privacy',
  efficiency: 'Efficiency',
  editing: 'Model editing',
  generalization: 'Generalization',
  optimization: 'Optimization',
};
