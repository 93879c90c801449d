/** How often each plan looks, and how long the news takes. In seconds. */
import { DAY, type Seller } from './demand';

const MINUTE = 60;
const HOUR = 3_600;

export interface Plan {
	name: string;
	/** Between two looks at what a seller has sold; 0 where the sale itself says so. */
	looks: Record<Seller, number>;
	/** From the look until the hotel's own system has it, and from there until a channel has been told; the most. */
	writes: number;
	tells: number;
	/** Requests of one look at the seller. */
	callsPerLook: Record<Seller, number>;
	/** Whether a channel is told how many rooms are left; else only whether the night is taken (a calendar). */
	isCounted: boolean;
	/** A channel that reads a calendar does so when it likes; 0 where it is told. */
	channelReads: number;
	/** No more rooms are put on sale while a sale of either channel is not known yet. */
	holdsBack: boolean;
	/** Requests by which that is asked, of both channels together; once in a run, whoever is told. */
	callsPerAsking: number;
}

/** Both of Booking.com's queues, and the one listing of Airbnb's that stands for the type. */
const asking = 3;
const calls = { 'booking.com': 2, airbnb: 1, direct: 1 };

export const PLANS: readonly Plan[] = [
	{
		// Somebody at the desk copies what was sold since yesterday, and closes the other channels by hand.
		name: 'no synchronisation',
		looks: { 'booking.com': DAY, airbnb: DAY, direct: DAY },
		writes: 2 * HOUR,
		tells: 2 * HOUR,
		callsPerLook: { 'booking.com': 0, airbnb: 0, direct: 0 },
		isCounted: true,
		channelReads: 0,
		holdsBack: false,
		callsPerAsking: 0,
	},
	{
		// Each reads the others' calendars: we every half hour, they every three hours.
		name: 'iCal only',
		looks: { 'booking.com': 30 * MINUTE, airbnb: 30 * MINUTE, direct: 0 },
		writes: 10,
		tells: 0,
		callsPerLook: { 'booking.com': 1, airbnb: 1, direct: 0 },
		isCounted: false,
		channelReads: 3 * HOUR,
		holdsBack: false,
		callsPerAsking: 0,
	},
	{
		name: '15 and 30 minutes',
		looks: { 'booking.com': 15 * MINUTE, airbnb: 30 * MINUTE, direct: 15 * MINUTE },
		writes: 10,
		tells: 5,
		callsPerLook: calls,
		isCounted: true,
		channelReads: 0,
		holdsBack: true,
		callsPerAsking: asking,
	},
	{
		name: 'templates as shipped',
		looks: { 'booking.com': MINUTE / 3, airbnb: 5 * MINUTE, direct: 0 },
		writes: 5,
		tells: 4,
		callsPerLook: calls,
		isCounted: true,
		channelReads: 0,
		holdsBack: true,
		callsPerAsking: asking,
	},
	{
		name: 'Airbnb every minute',
		looks: { 'booking.com': MINUTE / 3, airbnb: MINUTE, direct: 0 },
		writes: 5,
		tells: 4,
		callsPerLook: calls,
		isCounted: true,
		channelReads: 0,
		holdsBack: true,
		callsPerAsking: asking,
	},
];
