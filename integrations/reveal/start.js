// Starts the example deck: addresses hold the slide and the step.
Reveal.initialize({ width: 1120, height: 700, margin: 0.04, hash: true, plugins: [RevealTangible] });
