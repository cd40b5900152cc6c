/** The exporter as one module, so that a page loads it in one piece when a model is downloaded, and not before. */
export { exportLoop } from './export-loop.ts';
export { exportModel } from './export-model.ts';
export { GraphBuilder } from './graph-builder.ts';
