/** A Real-Time System for Scheduling and Managing UAV Delivery in Urban Areas. */
import { paperOnly } from '#lib/notebook/types.ts';

export default paperOnly({
  number: 20,
  paper: {
    title: 'A Real-Time System for Scheduling and Managing UAV Delivery in Urban Areas',
    authors: ['Han Liu', 'Tian Liu', 'Kai Huang'],
    year: 2024,
    venue: 'arXiv preprint; later IEEE (document 11378031, venue name unverified)',
    arxiv: '2412.11590',
    code: 'github.com/chengji253/UAVDeliverySystem',
  },
  theme: 'systems',
  title: 'Run a drone airport',
  sentence:
    'Run a drone airport: UAVs, ground vehicles and staff share pads, and the busiest pad decides how many parcels fly.',
});
