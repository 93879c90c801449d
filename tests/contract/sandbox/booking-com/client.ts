/** A plain client of the channel, written without our nodes, and a sandbox that each test file starts for itself. */
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { startBookingCom, type BookingComOptions, type BookingComSandbox } from '../../../../sandbox/booking-com';
import { all, at, readXml, type ReadElement } from '../../../../sandbox/booking-com/xml/read';

export const credentials = {
	clientId: 'hotel-client',
	clientSecret: 'client-secret',
	username: 'machine',
	password: 'machine-secret',
	apiKey: { header: 'X-Gateway-Key', value: 'gateway-secret' },
};

export const resNotif = '/hotels/ota/OTA_HotelResNotif';
export const resModify = '/hotels/ota/OTA_HotelResModifyNotif';

export function xmlOf(response: AxiosResponse): ReadElement {
	return readXml(String(response.data));
}

/** The ids of the messages in a fetched queue, in order. */
export function idsOf(response: AxiosResponse): string[] {
	const root = xmlOf(response);
	return root.children
		.flatMap((list) => list.children)
		.flatMap((message) => at(message, 'ResGlobalInfo', 'HotelReservationIDs', 'HotelReservationID'))
		.map((id) => id.attributes['ResID_Value'] ?? '');
}

/** An acknowledgement as the documentation describes it; negative with `errors`. */
export function ackBody(queue: 'new' | 'modify', ids: string[], errors = false): string {
	const [root, list, item] =
		queue === 'new'
			? ['OTA_HotelResNotifRS', 'HotelReservations', 'HotelReservation']
			: ['OTA_HotelResModifyNotifRS', 'HotelResModifies', 'HotelResModify'];
	const reservationIds = ids.map((id) => `<HotelReservationID ResID_Value="${id}"/>`).join('');
	return (
		`<${root} xmlns="http://www.opentravel.org/OTA/2003/05" TimeStamp="2027-01-01T00:00:00+00:00" Target="Production" Version="2.001">` +
		(errors ? '<Errors><Error Type="3" Code="450">Could not be processed</Error></Errors>' : '<Success/>') +
		`<${list}><${item}><ResGlobalInfo><HotelReservationIDs>${reservationIds}</HotelReservationIDs></ResGlobalInfo></${item}></${list}></${root}>`
	);
}

export class Client {
	readonly http: AxiosInstance;

	constructor(readonly sandbox: BookingComSandbox) {
		this.http = axios.create({
			baseURL: sandbox.url,
			validateStatus: () => true,
			responseType: 'text',
			transformResponse: (data: unknown) => data,
			auth: { username: credentials.username, password: credentials.password },
			headers: { 'Content-Type': 'application/xml' },
			timeout: 5000,
		});
	}

	fetch(queue: 'new' | 'modify', params: Record<string, string | number> = {}): Promise<AxiosResponse> {
		return this.http.get(queue === 'new' ? resNotif : resModify, { params });
	}

	ack(queue: 'new' | 'modify', ids: string[], errors = false): Promise<AxiosResponse> {
		return this.http.post(queue === 'new' ? resNotif : resModify, ackBody(queue, ids, errors));
	}

	/** Fetches a queue and acknowledges all of it; returns the ids. */
	async work(queue: 'new' | 'modify'): Promise<string[]> {
		const ids = idsOf(await this.fetch(queue));
		if (ids.length > 0) await this.ack(queue, ids);
		return ids;
	}
}

/** Starts a sandbox and a client of it. */
export async function start(options: Partial<BookingComOptions> = {}): Promise<Client> {
	return new Client(await startBookingCom({ credentials, ...options }));
}

/** The OTA error texts of an answer. */
export function errorTexts(response: AxiosResponse): string[] {
	return at(xmlOf(response), 'Errors', 'Error').map((error) => error.text);
}

export function isSuccess(response: AxiosResponse): boolean {
	return response.status === 200 && all(xmlOf(response), 'Success').length === 1;
}
