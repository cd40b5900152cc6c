/** The notebook's graphs as ONNX. */
import type { Array as JaxArray } from '@jax-js/jax';
import type { Recipe } from '#lib/lab/recipe.ts';
import { PARTS } from './gaussians.ts';
import { lossAndGradients } from './graphs.ts';
import { BATCH } from './settings.ts';
import { nodeJax } from '#lib/lab/node.ts';
