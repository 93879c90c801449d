/** The secrets of an environment, and the credentials that a person creates in n8n from them. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AirbnbSandbox, Application } from '../airbnb';
import type { BookingComSandbox } from '../booking-com';
import type { Hotel } from '../hotel';
import { CALENDAR_HOST, type CalendarsSandbox } from '../ical';
import type { Mailbox } from '../mailbox';
import type { N8nHost } from '../n8n/host';
import type { Account, OperaSandbox } from '../opera';
import type { SelfKeySandbox } from '../selfkey';

/** The integration's id in SelfKey. */
export const INTEGRATION = 'booking-com';

/** Who logs in on the dashboard. */
export const DESK_USER = 'desk';

/** What the desk's browser sends where a form or page asks who it is. */
export function deskLogin({ deskPassword }: Pick<Secrets, 'deskPassword'>): { authorization: string } {
	return { authorization: `Basic ${Buffer.from(`${DESK_USER}:${deskPassword}`).toString('base64')}` };
}

/** Values that must never appear in a log, an execution or an error. */
export interface Secrets {
	clientSecret: string;
	/** Of the application at Airbnb. */
	airbnb: Application;
	apiKey: string;
	webhookSecret: string;
	/** Of the cash register. */
	paymentSecret: string;
	/** Of the hotel's own reservation system, as Standard Webhooks writes it. */
	reservationSecret: string;
	/** The client's in OPERA. */
	operaSecret: string;
	operaAppKey: string;
	/** Of the mail server. */
	mailPassword: string;
	/** Of the dashboard. */
	deskPassword: string;
}

export function newSecrets(): Secrets {
	return {
		clientSecret: secret(),
		airbnb: { clientId: 'hotel-paradise', clientSecret: secret(), refreshToken: secret() },
		apiKey: secret(),
		webhookSecret: secret(),
		paymentSecret: secret(),
		reservationSecret: `whsec_${randomBytes(32).toString('base64')}`,
		operaSecret: secret(),
		operaAppKey: randomUUID(),
		mailPassword: secret(),
		deskPassword: secret(),
	};
}

/** The house's account in OPERA. */
export function operaAccount({ operaSecret, operaAppKey }: Secrets): Account {
	return {
		clientId: 'hotel-paradise',
		clientSecret: operaSecret,
		appKey: operaAppKey,
		enterpriseId: 'PARADISE',
		username: 'integration',
		password: operaSecret,
		externalSystem: 'SELFKEY',
	};
}

/** The ids of those that n8n cannot select by itself, because there are two of the same type. */
export interface SenderCredentials {
	cashRegister: string;
	reservationSystem: string;
}

export interface Accounts {
	hotel: Hotel;
	secrets: Secrets;
	bookingCom: BookingComSandbox;
	airbnb: AirbnbSandbox;
	/** Of listings without an interface. */
	calendars: CalendarsSandbox;
	selfKey: SelfKeySandbox;
	opera: OperaSandbox;
	/** Where alerts and digests go. */
	mailbox: Mailbox;
}

/** What a person enters in n8n; fields that are left out keep their defaults. */
export interface NewCredential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export function credentialsFor(accounts: Accounts): NewCredential[] {
	const { hotel, secrets, bookingCom, airbnb, calendars, selfKey, opera, mailbox } = accounts;
	return [
		{
			...{ name: 'Booking.com (sandbox)', type: 'bookingComApi' },
			data: {
				authentication: 'token',
				clientId: 'hotel-paradise',
				clientSecret: secrets.clientSecret,
				sessionToken: '',
				baseUrl: bookingCom.url,
				ariBaseUrl: bookingCom.url,
				tokenUrl: `${bookingCom.authUrl}/token-based-authentication/exchange`,
			},
		},
		{
			...{ name: 'Airbnb (sandbox)', type: 'airbnbApi' },
			data: { ...secrets.airbnb, hostId: airbnb.host.id, accessToken: '', baseUrl: airbnb.url },
		},
		{ name: 'Airbnb calendars (sandbox)', type: 'calendarFeedsApi', data: calendarAccount(calendars) },
		{
			...{ name: 'SelfKey (sandbox)', type: 'selfKeyApi' },
			data: {
				baseUrl: selfKey.url,
				apiKey: secrets.apiKey,
				hotelSlug: hotel.slug,
				integrationId: INTEGRATION,
				webhookSecret: secrets.webhookSecret,
			},
		},
		{ name: 'Opera (sandbox)', type: 'operaApi', data: operaCredential(opera, secrets) },
		{
			...{ name: 'Mail (sandbox)', type: 'smtp' },
			data: {
				...{ host: mailbox.host, port: mailbox.port, user: mailbox.user, password: secrets.mailPassword },
				...{ secure: false, disableStartTls: true, hostName: '' },
			},
		},
		{
			...{ name: 'Front desk (sandbox)', type: 'httpBasicAuth' },
			data: { user: DESK_USER, password: secrets.deskPassword },
		},
		{
			...{ name: RESERVATION_SYSTEM, type: 'signedWebhookApi' },
			data: { secret: secrets.reservationSecret, scheme: 'standard', toleranceSeconds: 300 },
		},
		{ name: CASH_REGISTER, type: 'signedWebhookApi', data: { secret: secrets.paymentSecret, scheme: 'hex' } },
	];
}

const RESERVATION_SYSTEM = 'Reservation system (sandbox)';
const CASH_REGISTER = 'Cash register (sandbox)';

/** Creates all of them, in this order: of several of a kind, n8n takes the newest. */
export async function addCredentials(n8n: N8nHost, accounts: Accounts): Promise<SenderCredentials> {
	const ids = new Map<string, string>();
	for (const { name, type, data } of credentialsFor(accounts))
		ids.set(name, await n8n.api.createCredential(name, type, data));
	return { reservationSystem: ids.get(RESERVATION_SYSTEM) ?? '', cashRegister: ids.get(CASH_REGISTER) ?? '' };
}

/** What a person enters for the calendars of a host. */
export function calendarAccount({ listings, addressOf }: CalendarsSandbox): Record<string, string> {
	return {
		propertyId: CALENDAR_HOST,
		secretAddresses: [...listings.keys()].map((id) => `${id} = ${addressOf(id)}`).join('\n'),
	};
}

/** What a person enters for OPERA. */
export function operaCredential({ url, configuration }: OperaSandbox, secrets: Secrets): Record<string, string> {
	const { clientId, clientSecret, appKey, enterpriseId, externalSystem } = operaAccount(secrets);
	return {
		connection: 'ohip',
		baseUrl: url,
		hotelId: configuration.hotelId,
		externalSystem,
		apiKey: appKey,
		clientId,
		clientSecret,
		grant: 'client_credentials',
		enterpriseId,
		scope: 'urn:opc:hgbu:ws:__myscopes__',
		accessToken: '',
	};
}

function secret(): string {
	return randomBytes(24).toString('hex');
}
