/** The made-up systems on loopback, without n8n: Booking.com, Airbnb, calendars, SelfKey, OPERA and a mailbox. */
import { startAirbnb, type AirbnbOptions } from '../airbnb';
import { startBookingCom, type BookingComOptions } from '../booking-com';
import { hotelParadise, type Hotel } from '../hotel';
import { calendarListings, Listing, startCalendars, type CalendarsOptions } from '../ical';
import { startMailbox } from '../mailbox';
import { startOpera, type OperaOptions } from '../opera';
import { startSelfKey, type SelfKeyOptions } from '../selfkey';
import { INTEGRATION, newSecrets, operaAccount, type Accounts } from './credentials';

export interface SystemsOptions {
	bookingCom?: Partial<BookingComOptions>;
	airbnb?: Partial<AirbnbOptions>;
	calendars?: Partial<CalendarsOptions>;
	opera?: Partial<OperaOptions>;
	selfKey?: Partial<SelfKeyOptions>;
	hotel?: Hotel;
}

export interface Systems extends Accounts {
	close(): Promise<void>;
}

/** @throws Error if one cannot be started; then all are stopped again */
export async function startSystems({ hotel = hotelParadise, ...options }: SystemsOptions = {}): Promise<Systems> {
	const closers: Array<() => Promise<unknown>> = [];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
	};
	const opened = <T extends { close(): Promise<unknown> }>(system: T): T => {
		closers.push(() => system.close());
		return system;
	};
	try {
		const secrets = newSecrets();
		const bookingCom = opened(
			await startBookingCom({
				credentials: { clientId: 'hotel-paradise', clientSecret: secrets.clientSecret },
				hotels: [hotel],
				...options.bookingCom,
			}),
		);
		const airbnb = opened(await startAirbnb({ application: secrets.airbnb, hotel, ...options.airbnb }));
		const listings = calendarListings(hotel).map(({ listingId }) => new Listing(listingId, 'airbnb'));
		const calendars = opened(await startCalendars({ listings, timeZone: hotel.timeZone, ...options.calendars }));
		const integration = {
			id: INTEGRATION,
			secret: secrets.webhookSecret,
			type: 'booking-com',
			name: 'Booking.com',
			// Which rooms serve which type is filled in by a person, in the form of `00-hotel-settings`.
			configuration: { changeFeed: true, roomMap: {} },
		};
		const selfKey = opened(
			await startSelfKey({ hotel, apiKey: secrets.apiKey, integrations: [integration], ...options.selfKey }),
		);
		const opera = opened(await startOpera({ hotel, account: operaAccount(secrets), ...options.opera }));
		const mailbox = opened(await startMailbox(secrets.mailPassword));
		return { hotel, secrets, bookingCom, airbnb, calendars, selfKey, opera, mailbox, close };
	} catch (error) {
		await close();
		throw error;
	}
}
