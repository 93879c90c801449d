/** Which of OPERA's external references is the one that this package has given. */
import { ownReference } from '../../../../../nodes/Opera/events/read-reservation';
import type { OperaStay } from '../../../../../nodes/Opera/reservations/opera-stay';

const hotel = { externalSystem: 'SELFKEY', hotelId: 'PARADISE', isGateway: false };
const written = { arrival: '2027-06-01', departure: '2027-06-03', adults: 2, children: 0 };
type Reference = [id: string, system: string | null];

test.each<[string, Reference[], Partial<OperaStay>, string | null]>([
	['of our external system', [['booking.com/1/2', 'SELFKEY']], {}, 'booking.com/1/2'],
	['of our external system, in capitals of OPERA’s', [['booking.com/1/2', 'SelfKey']], {}, 'booking.com/1/2'],
	['of another one', [['booking.com/1/2', 'OTHER']], {}, null],
	['of nobody, with a channel’s name', [['booking.com/1/2', null]], {}, 'booking.com/1/2'],
	['of nobody, with a sender’s name, on what we have written', [['my-pms/1/2', null]], { written }, 'my-pms/1/2'],
	['of nobody, with a name that nobody knows', [['my-pms/1/2', null]], {}, null],
	['of nobody, and no key', [['4705950059', null]], { written }, null],
	[
		'of nobody, behind that of our system',
		[
			['airbnb/1/2', null],
			['my-pms/1/2', 'SELFKEY'],
		],
		{},
		'my-pms/1/2',
	],
	['none', [], { written }, null],
])('a reference %s', (_, references, stay, expected) => {
	const all = references.map(([id, system]) => ({ id, leg: null, system }));
	expect(ownReference({ ...stay, references: all } as OperaStay, hotel)).toBe(expected);
});
