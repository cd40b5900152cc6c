/** Sizes and constants of the miniature, as plain numbers: shared by mechanism, graphs and views. */

/** Image, in pixels. */
export const WIDTH = 64;
export const HEIGHT = 36;
export const PIXELS = WIDTH * HEIGHT;
/** Focal length and principal point, in pixels. */
export const FOCAL = 58;
export const CENTER = [32, 16.2] as const;
/** A Gaussian is skipped nearer than this depth (m) or beyond these slopes of the view direction. */
export const NEAR = 0.8;
export const SLOPES = [0.9, 0.7] as const;
/** Variance (px²) added to every projected Gaussian: a low-pass filter of one pixel. */
export const BLUR = 0.3;
/** No splat is fully opaque, so that what is behind it keeps a gradient. */
export const MOST_ALPHA = 0.99;

/** Gaussians of one set; a model with groups has three sets. */
export const GAUSSIANS = 600;
export const FRAMES = 24;
/** Frames that no training sees. */
export const isTest = (t: number): boolean => t % 4 === 2;
export const TRAIN_FRAMES = Array.from({ length: FRAMES }, (_, t) => t).filter((t) => !isTest(t));
export const TEST_FRAMES = Array.from({ length: FRAMES }, (_, t) => t).filter(isTest);
export const GROUPS = 3;
export const GROUP_FRAMES = FRAMES / GROUPS;
/** The group whose Gaussians draw time t. */
export const groupOf = (t: number): number => Math.min(GROUPS - 1, Math.max(0, Math.floor(t / GROUP_FRAMES)));

export const STEPS = 900;
/** Pixels per training step. */
export const BATCH = 600;

/** `vanilla`: 3D GS with groups and nothing else, to tell what grouping alone does. */
export type ModelName = 'static' | 'deformable' | 'enhanced' | 'groups' | 'vanilla';
export const MODELS: readonly ModelName[] = ['static', 'deformable', 'enhanced', 'groups', 'vanilla'];
/** Names as the figures print them. */
export const MODEL_NAMES: Readonly<Record<ModelName, string>> = {
  static: '3D GS',
  deformable: 'deformable',
  enhanced: '+ DEM/OEM',
  groups: '+ groups',
  vanilla: '3D GS, groups',
};
/** Which modules a model has. */
export const modulesOf = (model: ModelName) => ({
  moves: model === 'deformable' || model === 'enhanced' || model === 'groups',
  enhanced: model === 'enhanced' || model === 'groups',
});
export const groupsOf = (model: ModelName): number =>
  model === 'groups' || model === 'vanilla' ? GROUPS : 1;
