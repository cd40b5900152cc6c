/** How does promoting the minority fraction affect generalization? A theoretical study of the one-hidden-layer neural network on group imbalance. */
import { integer, range } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 30,
  paper: {
    title:
      'How does promoting the minority fraction affect generalization? A theoretical study of the one-hidden-layer neural network on group imbalance',
    authors: ['Hongkang Li', 'Shuai Zhang', 'Yihua Zhang', 'Meng Wang', 'Sijia Liu', 'Pin-Yu Chen'],
    year: 2024,
    venue: 'IEEE Journal of Selected Topics in Signal Processing 18(2)',
    arxiv: '2403.07310',
    code: null,
  },
  theme: 'generalization',
  title: 'More minority data, worse minority?',
  sentence:
    'Watch a tiny network learn from two groups of data and see when adding minority samples makes the minority worse.',
  seed: 1,
  later: ['gd'],
  controls: {
    minorityFraction: range({
      label: 'Minority fraction',
      symbol: '\\lambda',
      alias: 'lambda',
      help: 'the share of group 1 in the training set, whose size stays the same',
      initial: 0.2,
      min: 0.05,
      max: 0.95,
      step: 0.01,
      live: true,
    }),
    minoritySpread: range({
      label: 'Minority spread',
      symbol: '\\sigma_1',
      alias: 'sigma1',
      help: 'the standard deviation of group 1 in every direction',
      initial: 0.5,
      min: 0.3,
      max: 8,
      log: true,
      live: true,
    }),
    majoritySpread: range({
      label: 'Majority spread',
      symbol: '\\sigma_2',
      alias: 'sigma2',
      help: 'the standard deviation of group 2 in every direction',
      initial: 1,
      min: 0.3,
      max: 8,
      log: true,
      live: true,
    }),
    commonMeanShift: range({
      label: 'Common mean shift',
      symbol: 'm',
      alias: 'm',
      help: 'how far the means of both groups are from 0',
      initial: 0,
      min: 0,
      max: 4,
      step: 0.1,
      live: true,
    }),
    samples: integer({
      label: 'Samples',
      symbol: 'n',
      alias: 'n',
      help: 'the size of the training set, both groups together',
      initial: 4000,
      min: 500,
      max: 8000,
      log: true,
      live: true,
    }),
    replicate: integer({
      label: 'Data set in the plane',
      help: 'which of the 24 other data sets lends its fit to the plane; 0 for none',
      initial: 0,
      min: 0,
      max: 24,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    risk1: { label: '2n × excess risk, minority', unit: '', digits: 3 },
    predicted1: { label: '2n × excess risk, minority, predicted', unit: '', digits: 3 },
    risk2: { label: '2n × excess risk, majority', unit: '', digits: 3 },
    predicted2: { label: '2n × excess risk, majority, predicted', unit: '', digits: 3 },
    slope: { label: 'Change of ln minority risk with λ, predicted', unit: '', digits: 3 },
    error: { label: 'n × squared error of the weights', unit: '', digits: 3 },
    trace: { label: 'n × squared error, predicted', unit: '', digits: 3 },
    wrong1: { label: 'Labels that differ, minority', unit: '', digits: 2 },
    wrong2: { label: 'Labels that differ, majority', unit: '', digits: 2 },
    contraction: { label: 'Contraction per step', unit: '', digits: 4 },
    rho: { label: 'Contraction per step, predicted', unit: '', digits: 4 },
  },
  steps: [
    {
      says: 'Two groups, one network: the minority is well inside what the network can see, and yet it has a risk of its own.',
      notes:
        'On the right are the data over the plane of the teacher’s two neurons: orange is the minority, a fifth of the points, dots have the label 1 and crosses the label 0. The dashed line is the teacher, the green one the student that was trained just now. On the left every small dot is another data set of 4,000 points, fitted exactly; the big one is their mean, and the dashed curve is theory, computed from the teacher alone. Drag the triangle under the chart.',
      at: {
        minorityFraction: 0.2,
        minoritySpread: 0.5,
        majoritySpread: 1,
        commonMeanShift: 0,
        samples: 4000,
      },
    },
    {
      says: 'Medium spread is easiest: with little the data say little, with much they say it slowly.',
      notes:
        'Both groups have the same spread now. Press 0.3, then 1, then 8 in the sweep. At 0.3 the neurons are nearly straight lines and can hardly be told apart: tr I⁻¹ is 180 times that at 3. At 8 nearly all points are far from the boundary and teach nothing, and the step must be short: thousands of steps for a factor of ten. The two curves have their minima at different places, both in the middle.',
      at: {
        minorityFraction: 0.2,
        minoritySpread: 1,
        majoritySpread: 1,
        commonMeanShift: 0,
        samples: 4000,
      },
      figure: 'group-imbalance-sweep',
      claim: 'c1',
      predict: {
        question: 'Which spread of the inputs lets the network learn the teacher from the fewest samples?',
        options: [
          'The smallest: inputs are near the boundary',
          'One in the middle',
          'The largest: signals are strong',
        ],
        answer: 1,
        because:
          'Near the boundary of tiny clouds both neurons look like the same straight line; far from it labels are certain and carry no information. The least tr I⁻¹ is near σ = 3.',
      },
    },
    {
      says: 'Means cost speed: moved away from 0, the same network learns twenty times more slowly.',
      notes:
        'Both means are at distance 3 from 0. The fitted contraction goes from 0.97 to 0.9985 per step, just as 1 − ηλ_min says. Set m back to 0, 1 and 2 on the way. Be honest about the rest: a mild shift makes the estimate itself a little better (tr I⁻¹ falls from 758 to 547 at m = 2 and is 748 at m = 3), and labels become one-sided, so that accuracy goes up.',
      at: {
        minorityFraction: 0.2,
        minoritySpread: 1,
        majoritySpread: 1,
        commonMeanShift: 3,
        samples: 4000,
      },
      figure: 'group-imbalance-training',
      claim: 'c3',
    },
    {
      says: 'Ask for more minority data: here they help, the risk falls to a fifth.',
      notes:
        'The minority is spread out now, σ₁ = 4, and at 5% it pays for it: seven times the risk of the majority, which the average hides. Drag λ up and watch the dots go down the curve. This is what everybody expects.',
      at: {
        minorityFraction: 0.05,
        minoritySpread: 4,
        majoritySpread: 1,
        commonMeanShift: 0,
        samples: 4000,
      },
      claim: 'c5',
    },
    {
      says: '… and now it backfires: the same advice doubles the risk of a minority that is close together.',
      notes:
        'Only σ₁ has changed, from 4 to 0.5. Drag λ from 0.05 to 0.9: the minority has eighteen times the data of its own and twice the risk. Its points say so little about the neurons that it lives on what the majority’s points say, and they were exchanged for its own: n stays at 4,000.',
      at: {
        minorityFraction: 0.9,
        minoritySpread: 0.5,
        majoritySpread: 1,
        commonMeanShift: 0,
        samples: 4000,
      },
      claim: 'c4',
      predict: {
        question:
          'The minority’s share goes from 5% to 90% of the same number of samples, and its spread is half of the majority’s. What happens to its risk?',
        options: ['It falls to about a fifth', 'It stays about the same', 'It doubles'],
        answer: 2,
        because:
          'tr(I₁I⁻¹) goes from 2.6 to 5.6. A point of a narrow cloud carries little information; the minority learned from the majority.',
      },
    },
  ],
  misconceptions: [
    {
      belief: 'More data of a group make the model better for that group.',
      instead:
        'At a fixed total they replace other data, and what counts is how much a point says about the weights. Points of a wide cloud may serve the narrow group better than its own.',
    },
    {
      belief: 'A minority with little data must have the larger error.',
      instead:
        'At λ = 0.05 and σ₁ = 0.5 its risk is less than a third of the majority’s: small inputs leave little room for error.',
    },
    {
      belief: 'A good accuracy in both groups means that both are served.',
      instead:
        'Accuracy only asks on which side of ½ a probability is. With means at 0 it is the same in both groups here, whatever their spreads, while the risks differ sevenfold.',
    },
    {
      belief: 'Larger inputs give larger gradients, so training is faster.',
      instead:
        'The steepest direction limits the step, and the flattest one sets the pace. From σ = 1 to σ = 5 descent takes 22 times as many steps for a factor of ten.',
    },
  ],
});
