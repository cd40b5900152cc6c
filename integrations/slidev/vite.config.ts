// Slidev's KaTeX styles have a selector that Vite's CSS minifier refuses; unminified they do the same.
export default { build: { cssMinify: false } };
