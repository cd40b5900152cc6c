/** The part of the (ξ₁, ξ₂) plane that is surveyed and drawn. */
export const XI1 = [-25, 70] as const;
export const XI2 = [-10, 50] as const;
