/** Phrases of the abstract, each measured on frames of the same simulation that the page shows. */
import { dense, regression } from './claim-regression.ts';
import { convergence, family } from './claim-retrieval.ts';
import { capacity, cost } from './claim-scaling.ts';

export default [regression, dense, cost, convergence, capacity, family];
