/** Propagation of Chaos for Mean-Field Langevin Dynamics and its Application to Model Ensemble. */
import { integer, points, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 34,
  paper: {
    title: 'Propagation of Chaos for Mean-Field Langevin Dynamics and its Application to Model Ensemble',
    authors: ['Atsushi Nitanda', 'Anzelle Lee', 'Damian Tan Xing Kai', 'Mizuki Sakaguchi', 'Taiji Suzuki'],
    year: 2025,
    venue: 'ICML 2025',
    arxiv: '2502.05784',
    code: null,
  },
  theme: 'optimization',
  title: 'Finite neurons versus the infinite network',
  sentence:
    'Train a small noisy network and the infinite one side by side: the gap is a constant over the number of neurons, and it does not blow up as noise shrinks.',
  seed: 0,
  later: ['langevin'],
  controls: {
    neurons: integer({
      label: 'Neurons',
      symbol: 'N',
      alias: 'N',
      help: 'how many neurons each network has: the size of the cloud',
      initial: 32,
      min: 4,
      max: 512,
      log: true,
    }),
    temperature: range({
      label: 'Temperature',
      symbol: '\\lambda',
      alias: 'lambda',
      help: 'strength of the noise, and weight of the entropy in what is minimised',
      initial: 0.1,
      min: 0.01,
      max: 0.3,
      log: true,
    }),
    networks: integer({
      label: 'Networks in the ensemble',
      symbol: 'M',
      alias: 'M',
      help: 'how many independently trained networks are averaged',
      initial: 8,
      min: 1,
      max: 64,
      log: true,
    }),
    step: range({
      label: 'Step size',
      symbol: '\\eta',
      alias: 'eta',
      help: 'length of one step in time; long steps make the fluctuations larger',
      initial: 0.05,
      min: 0.01,
      max: 0.2,
      log: true,
    }),
    replicas: integer({
      label: 'Replicas',
      symbol: 'B',
      alias: 'B',
      help: 'networks that run side by side, so that errors can be averaged (never fewer than M)',
      initial: 16,
      min: 1,
      max: 64,
      log: true,
    }),
    speed: integer({
      label: 'Steps per frame',
      help: 'pace of the animation; it changes nothing else',
      initial: 10,
      min: 1,
      max: 50,
      log: true,
      live: true,
    }),
    reference: toggle({
      label: 'Measure while learning',
      help: 'until t = 60, compare with a network of 4,096 neurons that learns alongside',
      initial: true,
    }),
    sweep: toggle({
      label: 'Measure other N',
      help: 'afterwards, repeat the measurement with 4 to 512 neurons',
      initial: false,
      live: true,
    }),
    dragged: points({
      label: 'Dragged data',
      help: 'new heights of data points',
      dimensions: 1,
      max: 16,
      live: true,
      place: 'view',
    }),
    kicked: points({
      label: 'Thrown neurons',
      help: 'where neurons of the drawn network were put by hand',
      dimensions: 2,
      max: 512,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    time: { label: 'Time t', unit: '', digits: 3 },
    error: { label: 'N × error, measured', unit: '', digits: 3 },
    predicted: { label: 'N × error, predicted', unit: '', digits: 3 },
    ratio: { label: 'Measured ÷ predicted', unit: '', digits: 3 },
    ensembleError: { label: 'Error of the ensemble', unit: '', digits: 3 },
    independent: { label: 'N × error of independent neurons', unit: '', digits: 3 },
    oldPowers: { label: 'log₁₀ of the old factor', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'The cloud is the network: each dot is a neuron, the shading is the infinite network.',
      notes:
        'A dot at (w, b) is the neuron 4 tanh(wz + b); the network’s output is the mean over all dots. The shading is the exact density μ* that infinitely many neurons would have. 512 dots already fill it, and the curve of the finite network lies on that of the infinite one. The dots never stop: press Play and watch them dance at t = 120 as at t = 60.',
      at: { neurons: 512, temperature: 0.1, networks: 1, replicas: 2, speed: 20 },
      claim: 'c5',
    },
    {
      says: 'Few neurons wobble: the band is √(v/N), and the constant v is the same for every N.',
      notes:
        'Eight neurons, the same noise. The shaded band is two predicted standard deviations, nothing in it is fitted. Raise N from 8 to 32 to 128: the band halves each time. The chart on the left below measures eight sizes and finds one constant.',
      at: { neurons: 8, temperature: 0.1, networks: 1, replicas: 16, sweep: true },
      claim: 'c1',
      predict: {
        question: 'Neurons are multiplied by 16, from 8 to 128. How much narrower does the band become?',
        options: ['16 times', '4 times', 'It hardly changes: the noise per neuron is the same'],
        answer: 1,
        because:
          'The mean squared error is v/N, so the width goes like 1/√N. The noise of each neuron is indeed the same, but the output is a mean of N of them.',
      },
    },
    {
      says: 'No growth in time: after a short start the error of 64 neurons stays where it is.',
      notes:
        'Look at the strip below: N times the error, against the infinite network at the same moment. It starts at about 9, the value for neurons drawn independently, drops within two time units, and then never grows. That is propagation of chaos, uniformly in time: errors do not pile up, however long one trains.',
      at: { neurons: 64, temperature: 0.1, networks: 1, replicas: 16, step: 0.1 },
      claim: 'c2',
    },
    {
      says: 'Cold: the old theory says hopeless, the network does not care.',
      notes:
        'λ is ten times smaller. The older bound carries a factor exp(osc/λ), here 10¹³⁸: the arrow in the strip. The measured error is ten times smaller than before, and v(λ) said so. In the map the cloud has condensed into a few clumps: this is where the log-Sobolev constant becomes tiny, and where the particles do not mind.',
      at: { neurons: 32, temperature: 0.01, networks: 1, replicas: 16, step: 0.025, speed: 20 },
      claim: 'c3',
      predict: {
        question: 'λ goes from 0.1 to 0.01. What happens to the error of 32 neurons?',
        options: [
          'It explodes: barriers become exponentially hard to cross',
          'It stays as it is',
          'It falls, by about as much as λ does',
        ],
        answer: 2,
        because:
          'v(λ) = Σ c/(1 + c/λ): a direction that the loss can see is held to about λ. Only the older bound explodes.',
      },
    },
    {
      says: 'Sixteen small networks, averaged, are as good as one of 256 neurons.',
      notes:
        'Thin lines are sixteen networks of 16 neurons, trained apart; the thick one is their mean. Its error is v/(16 · 16), the same as that of one network of 256 neurons. So an ensemble can be trained in parallel on small machines. What averaging can’t remove is a bias common to all: it is below 2 · 10⁻⁴ here.',
      at: { neurons: 16, temperature: 0.1, networks: 16, replicas: 64, step: 0.1 },
      claim: 'c4',
    },
  ],
  misconceptions: [
    {
      belief: 'At rest the neurons are independent draws from μ*.',
      instead:
        'Nearly, but not in what matters. Independent draws would have N × error = tr C = 9.6 at λ = 0.1; the trained network has 0.31. Through the loss the neurons make up for each other’s deviations.',
    },
    {
      belief: 'Noise that is trained with for longer adds up.',
      instead:
        'Each neuron wanders for ever, and the network’s output does not: N × error is flat from t = 2 on.',
    },
    {
      belief:
        'Less noise makes finite networks a worse stand-in for the infinite one, since barriers freeze.',
      instead:
        'The older bounds feared so. Measured, the error falls with λ. (How long a cloud takes to get to rest is another matter: that does grow when it is cold.)',
    },
    {
      belief: 'Averaging networks is only a trick for better predictions.',
      instead:
        'It is the same law of large numbers as inside a network: M networks of N neurons have the error of one with MN, up to a bias.',
    },
  ],
});
