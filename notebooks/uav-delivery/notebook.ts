/** A Real-Time System for Scheduling and Managing UAV Delivery in Urban Areas. */
import { choice, integer, range, toggle } from '#lib/notebook/controls.ts';
import { defineNotebook } from '#lib/notebook/types.ts';

export default defineNotebook({
  number: 20,
  paper: {
    title: 'A Real-Time System for Scheduling and Managing UAV Delivery in Urban Areas',
    authors: ['Han Liu', 'Tian Liu', 'Kai Huang'],
    year: 2024,
    venue: 'arXiv preprint; later IEEE (document 11378031, venue name unverified)',
    arxiv: '2412.11590',
    code: 'chengji253/UAVDeliverySystem',
  },
  theme: 'systems',
  title: 'Run a drone airport',
  sentence:
    'Run a drone airport: UAVs, ground vehicles and staff share pads, and the busiest pad decides how many parcels fly.',
  seed: 0,
  controls: {
    scheme: choice({
      label: 'Scheme',
      help: 'layout of the airport: who shares which take-off and landing points',
      initial: 'three',
      options: ['one', 'two', 'three'],
      labels: { one: 'one-cycle', two: 'two-cycle', three: 'three-cycle' },
    }),
    uavs: integer({
      label: 'UAVs',
      symbol: 'U',
      alias: 'U',
      help: 'size of the fleet',
      initial: 18,
      min: 1,
      max: 30,
    }),
    staff: choice({
      label: 'Staff',
      symbol: 'S',
      alias: 'S',
      help: 'people at the loading point: how many UAVs can be loaded at once',
      initial: 1,
      options: [1, 2, 3],
    }),
    ordersPerHour: integer({
      label: 'Orders per hour',
      symbol: '\\Lambda',
      alias: 'Lambda',
      help: 'how many orders come in an hour, at random times and for random stations',
      initial: 240,
      min: 60,
      max: 400,
      step: 10,
    }),
    landingTime: range({
      label: 'Landing time',
      symbol: 't_L',
      alias: 'tL',
      help: 'how long a landing keeps its pad busy',
      initial: 30,
      min: 10,
      max: 60,
      step: 1,
      unit: 's',
    }),
    variability: range({
      label: 'Variability',
      symbol: 'c',
      alias: 'c',
      help: 'how much the durations of work vary around their means',
      initial: 0.2,
      min: 0,
      max: 0.5,
      step: 0.05,
    }),
    execution: choice({
      label: 'Execution',
      help: 'whether a command waits for the report that the work before it is done',
      initial: 'machines',
      options: ['machines', 'blind'],
      labels: { machines: 'state machines', blind: 'blind timetable' },
    }),
    padding: range({
      label: 'Padding',
      symbol: 'p',
      alias: 'p',
      help: 'how much longer than the mean the blind timetable plans every piece of work',
      initial: 0.25,
      min: 0,
      max: 1,
      step: 0.05,
      only: { execution: 'blind' },
    }),
    orderRule: choice({
      label: 'Order rule',
      help: 'which waiting order is flown next',
      initial: 'smart',
      options: ['smart', 'first'],
      labels: { smart: 'highest expected score', first: 'first come, first served' },
    }),
    watched: integer({
      label: 'Minutes watched',
      help: 'how much of the end of the 90 minutes is shown as it happens; it changes no number',
      initial: 5,
      min: 1,
      max: 40,
    }),
    speed: range({
      label: 'Seconds per frame',
      help: 'pace of the animation; it changes nothing else',
      initial: 2,
      min: 0.5,
      max: 60,
      log: true,
      live: true,
    }),
    sweep: toggle({
      label: 'Measure other fleets',
      help: 'afterwards, simulate 18 fleets from 1 to 30 UAVs',
      initial: true,
      live: true,
    }),
    vehicle: integer({
      label: 'Vehicle',
      help: 'whose state machine is shown: 1 to 6 are AGVs, 7 to 36 UAVs',
      initial: 1,
      min: 1,
      max: 36,
      live: true,
      place: 'view',
    }),
  },
  metrics: {
    rate: { label: 'Deliveries per hour', unit: '', digits: 4 },
    bound: { label: 'Bound', unit: 'per hour', digits: 4 },
    share: { label: 'Share of the bound', unit: '%', digits: 3 },
    score: { label: 'Score of the orders', unit: '%', digits: 3 },
    early: { label: 'Commands issued too early', unit: '%', digits: 3 },
    illegal: { label: 'Illegal state changes', unit: '', digits: 3 },
    violations: { label: 'Faults found by the audit', unit: '', digits: 3 },
  },
  steps: [
    {
      says: 'One loop: everything lands on one pad, and that pad is never free.',
      notes:
        'Every AGV goes round the same loop: loading, take-off, landing. A landing keeps the pad for 4 + 30 + 4 seconds, so no more than 3,600/38 = 94.7 parcels fly per hour. Drones queue in the air over the red pad while the loaders have time for coffee.',
      at: { scheme: 'one', ordersPerHour: 400 },
      claim: 'c6',
    },
    {
      says: 'Buy more drones? From six to thirty, nothing happens.',
      notes:
        'The curve follows the fleet up to about five UAVs and then lies flat on the bound of the landing pad. Drag the marker of the chart: more drones only hover longer.',
      at: { scheme: 'one', uavs: 30, ordersPerHour: 400 },
      figure: 'uav-delivery-fleet',
      predict: {
        question: 'The one-cycle airport has six UAVs. It gets 24 more. How many more parcels fly per hour?',
        options: ['About four times as many', 'About twice as many', 'None'],
        answer: 2,
        because:
          'Six UAVs already keep the only landing pad busy. The pad needs 38 s per parcel, whoever hovers above it.',
      },
    },
    {
      says: 'Add a landing pad: two-cycle flies half as many again.',
      notes:
        'Take-off and loading are shared, but each half of the AGVs has a landing pad of its own. The bound of landing doubles to 189; now loading, at 189 with one loader, is just as tight, and random durations make them wait for each other.',
      at: { scheme: 'two', ordersPerHour: 400 },
      claim: 'c1',
    },
    {
      says: 'Add lines: three-cycle moves the bottleneck to the loading point.',
      notes:
        'Three lines with take-off and landing of their own could land 284 parcels per hour. One loader manages 189. The red bar is now the loading point: the busiest resource decides, and it is another one after each investment.',
      at: { scheme: 'three', ordersPerHour: 400 },
      claim: 'c1',
    },
    {
      says: 'Hire: with two loaders the six ground vehicles are what is short.',
      notes:
        'Two people load 379 parcels per hour, and still no more than about 215 fly: now each AGV needs 98 s for a round, and six of them make 220 rounds per hour. Nobody had this resource on their list.',
      at: { scheme: 'three', staff: 2, ordersPerHour: 400 },
      claim: 'c1',
      predict: {
        question:
          'Three-cycle, a second loader: loading allows 379 parcels per hour, landing 284. How many fly?',
        options: ['About 379', 'About 284', 'About 215'],
        answer: 2,
        because:
          'Six AGVs at 98 s per round are good for 220 parcels per hour. They are the shortest resource now.',
      },
    },
    {
      says: 'A timetable without eyes: every tenth command comes too early.',
      notes:
        'The same airport and the same durations, but commands go out by a timetable that is padded by a quarter and never asks. A tenth of them reach a vehicle that is still busy: a collision, or a drone that is not there. More padding makes it safer and slower in proportion. State machines wait for the report, and waste nothing.',
      at: { scheme: 'three', ordersPerHour: 400, execution: 'blind', padding: 0.25 },
      claim: 'c5',
    },
  ],
  misconceptions: [
    {
      belief: 'More drones deliver more parcels.',
      instead:
        'Only while drones are what is short. Beyond about five in the one-cycle scheme, more of them hover longer and deliver nothing.',
    },
    {
      belief: 'A bottleneck is removed for good.',
      instead:
        'It moves: from landing to loading to the ground vehicles. Somewhere there is always a least limit.',
    },
    {
      belief: 'A pad with a vehicle on it is a busy pad.',
      instead:
        'With few UAVs an AGV stands on the landing point and waits. The bars keep work and waiting apart.',
    },
    {
      belief: 'Generous time reserves make a timetable safe.',
      instead:
        'At c = 0.2 a reserve of 25% still leaves 11% of commands too early, one of 50% nearly 2%, and each costs throughput in proportion.',
    },
  ],
});
