/**
 * What a hotel would use instead: n8n's XML node with its default settings, and a Code node behind it that maps as
 * much as `mapMessage` does. It knows one dialect, no damaged message and no card number in a remark.
 */
import { deepCopy, sanitizeXmlName } from 'n8n-workflow';
import { Parser } from 'xml2js';

type Tree = Record<string, unknown>;

/** As the XML node does, operation *XML to JSON*. */
export async function xmlNode(text: string): Promise<Tree> {
	const parser = new Parser({
		mergeAttrs: true,
		explicitArray: false,
		tagNameProcessors: [sanitizeXmlName],
		attrNameProcessors: [sanitizeXmlName],
	});
	return deepCopy((await parser.parseStringPromise(text)) as Tree);
}

const list = (value: unknown): Tree[] => (value === undefined ? [] : ([] as Tree[]).concat(value as Tree));
const at = (tree: unknown, ...path: string[]) =>
	path.reduce<unknown>((value, name) => (value as Tree | undefined)?.[name], tree) as Tree | undefined;
const words = (value: unknown) => (typeof value === 'string' ? value : ((value as Tree | undefined)?.['_'] ?? null));
const money = (value: Tree | undefined) =>
	value
		? {
				minor: Number(value['AmountAfterTax'] ?? value['Amount']),
				currency: value['CurrencyCode'] ?? null,
				decimals: Number(value['DecimalPlaces'] ?? 2),
			}
		: null;
const nextDay = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);

/** As the Code node does, once for all messages. */
export function codeNode(tree: Tree): Tree[] {
	const messages = list(at(tree, 'OTA_HotelResNotifRQ', 'HotelReservations', 'HotelReservation'));
	return messages.map((message) => {
		const global = at(message, 'ResGlobalInfo');
		const customer = at(global, 'Profiles', 'ProfileInfo', 'Profile', 'Customer');
		const id = list(at(global, 'HotelReservationIDs', 'HotelReservationID'))[0];
		const guests = list(at(message, 'ResGuests', 'ResGuest')).map((guest) => ({
			number: guest['ResGuestRPH'] ?? null,
			name: at(guest, 'Profiles', 'ProfileInfo', 'Profile', 'Customer', 'PersonName') ?? null,
		}));
		const rooms = list(at(message, 'RoomStays', 'RoomStay')).map((stay) => {
			const type = at(stay, 'RoomTypes', 'RoomType');
			const rates = list(at(stay, 'RoomRates', 'RoomRate'));
			const dates = rates.map((rate) => String(rate['EffectiveDate'])).sort();
			return {
				roomStayId: stay['IndexNumber'],
				roomTypeId: type?.['RoomTypeCode'] ?? null,
				roomName: at(type, 'RoomDescription')?.['Name'] ?? null,
				ratePlanId: rates[0]?.['RatePlanCode'] ?? null,
				checkIn: dates[0] ?? null,
				checkOut: dates.length > 0 ? nextDay(dates.at(-1) ?? '') : null,
				counts: list(at(stay, 'GuestCounts', 'GuestCount')).map(({ Count, AgeQualifyingCode }) => ({
					count: Number(Count),
					isAdult: AgeQualifyingCode !== '8',
				})),
				guests: list(at(stay, 'ResGuestRPHs', 'ResGuestRPH')).map(({ RPH }) =>
					guests.find(({ number }) => number === RPH),
				),
				mealPlan: words(at(type, 'RoomDescription', 'MealPlan')),
				total: money(at(stay, 'Total')),
				nightlyRates: rates.map((rate) => ({
					date: rate['EffectiveDate'],
					amount: money(at(rate, 'Rates', 'Rate', 'Total')),
				})),
				taxes: list(at(stay, 'Total', 'Taxes', 'Tax')).map((tax) => ({ code: tax['Code'], amount: money(tax) })),
				remarks: [...list(at(stay, 'SpecialRequests', 'SpecialRequest')), ...list(at(stay, 'Comments', 'Comment'))].map(
					({ Text }) => words(Text),
				),
			};
		});
		return {
			channel: 'booking.com',
			propertyId: at(list(at(message, 'RoomStays', 'RoomStay'))[0], 'BasicPropertyInfo')?.['HotelCode'] ?? null,
			reservationId: id?.['ResID_Value'],
			bookedAt: id?.['ResID_Date'] ?? null,
			booker: {
				firstName: words(at(customer, 'PersonName', 'GivenName')),
				lastName: words(at(customer, 'PersonName', 'Surname')),
				email: words(customer?.['Email']),
				phone: at(customer, 'Telephone')?.['PhoneNumber'] ?? null,
				address: customer?.['Address'] ?? null,
			},
			rooms,
			total: money(at(global, 'Total')),
			remarks: list(at(global, 'Comments', 'Comment')).map(({ Text }) => words(Text)),
			payment: at(global, 'DepositPayments') ? 'given' : null,
		};
	});
}
