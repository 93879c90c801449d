import { mapped, room } from '../../../../../support/ota-message';

const guest = (rph: string, name: string) =>
	`<ResGuest ResGuestRPH="${rph}"><Profiles><ProfileInfo><Profile><Customer><PersonName>${name}</PersonName></Customer></Profile></ProfileInfo></Profiles></ResGuest>`;
const link = (...rphs: string[]) =>
	`<ResGuestRPHs>${rphs.map((rph) => `<ResGuestRPH RPH="${rph}"/>`).join('')}</ResGuestRPHs>`;
const counts = (inner: string) => mapped({ rooms: room({ rest: `<GuestCounts>${inner}</GuestCounts>` }) });

describe("people in Booking.com's OTA message", () => {
	it('reads the booker, whose surname may be the whole name', () => {
		const customer = (inner: string) =>
			mapped({ global: `<Profiles><ProfileInfo><Profile>${inner}</Profile></ProfileInfo></Profiles>` }).booker;
		expect(
			customer(`<Customer Language="fr"><PersonName><GivenName>Zoé</GivenName><Surname>Lefèvre</Surname></PersonName><Telephone PhoneNumber="+41 79 000 00 00"/>
				<Email>z.123@guest.booking.com</Email><Address><AddressLine>Rue du Lac 1</AddressLine><CityName>Genève</CityName><PostalCode>1201</PostalCode><CountryName Code="ch"/></Address></Customer>`),
		).toEqual({
			firstName: 'Zoé',
			lastName: 'Lefèvre',
			email: 'z.123@guest.booking.com',
			phone: '+41 79 000 00 00',
			country: 'CH',
			nationality: null,
			language: 'fr',
			address: 'Rue du Lac 1, 1201 Genève',
		});
		expect(
			customer(
				'<Customer><PersonName><Surname>Zoé Lefèvre</Surname></PersonName><Telephone>0790000000</Telephone><Address><CityName>.</CityName><CountryName>Suisse</CountryName></Address></Customer>',
			),
		).toMatchObject({
			firstName: null,
			lastName: 'Zoé Lefèvre',
			phone: '0790000000',
			country: 'Suisse',
			address: null,
		});
	});

	it('links rooms to guests, and copes with links that dangle', () => {
		const guests = (rest: string, resGuests: string) =>
			mapped({ rooms: room({ rest }), middle: `<ResGuests>${resGuests}</ResGuests>` }).rooms[0]?.guests;
		const [a, b] = [
			guest('1', '<GivenName>Ann</GivenName><Surname>Lee</Surname>'),
			guest('2', '<Surname>Bo Lee</Surname>'),
		];
		expect(guests(link('2', '1'), a + b)).toEqual([{ name: 'Bo Lee' }, { name: 'Ann Lee' }]);
		expect(guests(link('2'), a)).toEqual([{ name: 'Ann Lee' }]);
		expect(guests(link('3'), a + b)).toEqual([{ name: null }]);
		expect(guests('', a)).toEqual([{ name: 'Ann Lee' }]);
		expect(guests('', a + b)).toEqual([{ name: null }]);
		expect(guests(link('1'), '')).toEqual([{ name: null }]);
	});

	it('counts adults and children, with ages where they are told', () => {
		expect(
			counts(
				'<GuestCount AgeQualifyingCode="10" Count="2"/><GuestCount AgeQualifyingCode="8" Count="1" Age="4"/><GuestCount AgeQualifyingCode="8" Count="2" Age="9"/>',
			),
		).toMatchObject({
			adults: 2,
			children: 3,
			rooms: [{ adults: 2, children: 3, childAges: [4, 9, 9] }],
		});
		expect(
			counts('<GuestCount AgeQualifyingCode="10" Count="2"/><GuestCount AgeQualifyingCode="8" Count="2"/>'),
		).toMatchObject({ children: 2, rooms: [{ childAges: [] }] });
		expect(counts('<GuestCount AgeQualifyingCode="10" Count="1"/>')).toMatchObject({ adults: 1, children: 0 });
		expect(counts('<GuestCount AgeQualifyingCode="7" Count="1" Age="0"/>')).toMatchObject({
			adults: null,
			children: 1,
			rooms: [{ childAges: [0] }],
		});
		expect(counts('<GuestCount AgeQualifyingCode="10" Count="two"/><GuestCount Count="3"/>')).toMatchObject({
			adults: null,
			children: 0,
		});
		const odd = counts(
			'<GuestCount AgeQualifyingCode="10" Count="10001"/><GuestCount AgeQualifyingCode="8" Count="2" Age="2019"/>',
		);
		expect(odd).toMatchObject({ adults: null, children: 2, rooms: [{ adults: null, childAges: [] }] });
		expect(odd.warnings).toEqual([expect.stringMatching(/out of bounds.*rooms\[0\]\.adults.*rooms\[0\]\.childAges/)]);
		expect(counts('<GuestCount AgeQualifyingCode="8" Count="999999999" Age="3"/>').rooms[0]?.childAges).toHaveLength(
			50,
		);
	});

	it('adds up the rooms', () => {
		const two = (index: number, adults: number) =>
			room({
				attributes: `IndexNumber="${index}"`,
				rest: `<GuestCounts><GuestCount AgeQualifyingCode="10" Count="${adults}"/></GuestCounts>`,
			});
		expect(mapped({ rooms: two(1, 2) + two(2, 1) })).toMatchObject({ adults: 3, children: 0 });
	});

	it('finds the meal plan in each place', () => {
		const plan = '<MealPlan>Breakfast &amp; dinner</MealPlan>';
		const inRoom = room().replace('<Text>Big</Text>', plan);
		expect(mapped({ rooms: inRoom }).rooms[0]?.mealPlan).toBe('Breakfast & dinner');
		expect(mapped({ rooms: room({ rest: plan }) }).rooms[0]?.mealPlan).toBe('Breakfast & dinner');
		expect(
			mapped({ rooms: inRoom.replace('Breakfast &amp; dinner', '').replace('</RoomRates>', `</RoomRates>${plan}`) })
				.rooms[0]?.mealPlan,
		).toBe('Breakfast & dinner');
	});

	it('keeps requests, comments and flags in the words of the guest', () => {
		const said =
			'<SpecialRequests><SpecialRequest Name="smoking preference"><Text>Non-Smoking</Text></SpecialRequest><SpecialRequest Name="crib"/></SpecialRequests><Comments><Comment><Text>Line one\nline two 😀 &lt;b&gt;</Text></Comment><Comment>Plain</Comment></Comments>';
		const reservation = mapped({
			rooms: room({ rest: said }),
			middle:
				'<TPA_Extensions><flags><flag name="booker_is_genius"/><flag>no_address_reservation</flag></flags></TPA_Extensions>',
			global: '<Comments><Comment ParagraphNumber="1"><Text>Arriving late</Text></Comment></Comments>',
		});
		expect(reservation.rooms[0]?.remarks).toEqual([
			'smoking preference: Non-Smoking',
			'crib',
			'Line one\nline two 😀 <b>',
			'Plain',
		]);
		expect(reservation.remarks).toEqual(['Arriving late', 'booker_is_genius', 'no_address_reservation']);
	});

	it('takes a card number out of every field that people write into', () => {
		const card = '4111 1111 1111 1111';
		const everywhere = mapped({
			rooms: room({
				rest: `<Comments><Comment><Text>${card}</Text></Comment></Comments><SpecialRequests><SpecialRequest Name="${card}"><Text>${card}</Text></SpecialRequest></SpecialRequests><MealPlan>${card}</MealPlan>${link('1')}`,
			}).replace('Deluxe Double', card),
			middle: `<Services><Service Name="${card}"/></Services><ResGuests>${guest('1', `<GivenName>${card}</GivenName><Surname>${card}</Surname>`)}</ResGuests><TPA_Extensions><flags><flag name="${card}"/></flags></TPA_Extensions>`,
			global: `<Profiles><ProfileInfo><Profile><Customer><PersonName><GivenName>${card}</GivenName><Surname>${card}</Surname></PersonName><Telephone PhoneNumber="${card}"/><Email>${card}</Email><Address><AddressLine>${card}</AddressLine><CityName>${card}</CityName><CountryName>${card}</CountryName></Address></Customer></Profile></ProfileInfo></Profiles><Comments><Comment><Text>${card}</Text></Comment></Comments>`,
		});
		expect(JSON.stringify(everywhere)).not.toMatch(/4111|1111 1111/);
		expect(everywhere.rooms[0]?.remarks[0]).toContain('card number removed, ends in 1111');
	});
});
