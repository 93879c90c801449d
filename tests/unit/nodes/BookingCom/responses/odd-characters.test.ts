/** What guests type, and what is broken on its way: one message at most is out of use, whatever is in it. */
import fc from 'fast-check';
import { elementsAt } from '../../../../../core/xml/read';
import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';
import { anyCardNumber } from '../../../../support/cards';
import { inASecond } from '../../../../support/cpu-time';
import { ALL, bxmlWith, QUEUE_FORMATS, queueWith, readOta } from '../../../../support/odd-queues';
import { assertProperty } from '../../../../support/property';

describe.each(QUEUE_FORMATS)('a message in %s', (_, read) => {
	it.each([
		['Arriving late \u000b thanks', 'Arriving late   thanks'],
		['Arriving \u001blate', 'Arriving late'],
		['Smith & Sons', 'Smith & Sons'],
		['late&#x0b;thanks', 'late thanks'],
		['late&#0;&#27;thanks', 'latethanks'],
		['I <3 Paris', 'I <3 Paris'],
		['one<br>two', 'one\ntwo'],
		['one<br>'.repeat(9) + 'two', 'one\n'.repeat(9) + 'two'],
		['<b>late', '<b>late'],
		['<Meier>'.repeat(9), '<Meier>'.repeat(9)],
		['<!DOCTYPE html> late', '<!DOCTYPE html> late'],
		['<?xml version="1.0"?> late', '<?xml version="1.0"?> late'],
		['<a href="x>y</a>', '<a href="x>y</a>'],
		['&toString;', '&toString;'],
		['I am <Surname>Meier</Surname>!', 'I am !'],
		['so <Text>nested <b>words</b></Text>', 'so'],
		['so <remarks>nested</remarks>', 'so'],
		['<b>to <x><y>be</y></x> sure</b>', 'to  sure'],
		['<html><head><title>hi</title></head><body>there</body></html>', 'there'],
		['late <!-- really --> so', 'late  so'],
		['4111 1111<!-- x --> 1111 1111', '[card number removed, ends in 1111]'],
		['4111 1111 <q2>ok</q2> 1111 1111', '[card number removed, ends in 1111]'],
		['<security_code>737</security_code> is it', 'is it'],
		['late <?php echo 1 ?> so', 'late  so'],
		['half \uD83D', 'half \uFFFD'],
		['one<br>two<br/>three', 'one\ntwo\nthree'],
		['a <b>quiet</b> <i>room', 'a quiet <i>room'],
		['x ]]> y', 'x ]]> y'],
		['bye <?', 'bye <?'],
		['&#55357;&#56832; &#xD83D;&#xDE00;', '😀 😀'],
		['<b><c/></d>', '<b></d>'],
		['<x c="1" d>', '<x c="1" d>'],
		['a </Text></remarks> <foo> b', 'a </Text></remarks> <foo> b'],
		['</Text></remarks> <foo bar="x" b', '</Text></remarks> <foo bar="x" b'],
		['</Text></remarks> <foo/> b', '</Text></remarks>  b'],
		['</Text></remarks> <!-- x --> b', '</Text></remarks>  b'],
		['<foo></Text></remarks>', '<foo></Text></remarks>'],
		['<script>x</script></Text></remarks><foo>', '</Text></remarks><foo>'],
		['4111 1111 <note>visa</note> 1111 1111 & so', '[card number removed, ends in 1111] & so'],
		['4111 1111 <note><q2>visa</q2></note> 1111 1111 & so', '[card number removed, ends in 1111] & so'],
		['<foo> 4111 1111 <note>visa</note> 1111 1111', '<foo> [card number removed, ends in 1111]'],
		[
			'</Text></remarks> 4111 1111 <note>visa</note> 1111 1111',
			'</Text></remarks> [card number removed, ends in 1111]',
		],
		['l&rsquo;h&ocirc;tel &ndash; &laquo;calme&raquo;&hellip;', 'l’hôtel – «calme»…'],
	])('that says %j comes with its text and a warning, and the others without one', (typed, remark) => {
		const { reservations, unreadable } = read(typed);
		expect(unreadable).toEqual([]);
		expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['1001', '1002', '1003']);
		expect(reservations.map(({ remarks }) => remarks)).toEqual([[], [remark], []]);
		expect(reservations.map(({ warnings }) => warnings.length)).toEqual([0, 1, 0]);
	});

	it.each(['<Text>', '<remarks>'])('that says %j, the name of its own element, is read', (typed) => {
		const { reservations, unreadable } = read(typed);
		expect(unreadable).toEqual([]);
		expect(reservations.map(({ remarks }) => remarks)).toEqual([[], [typed], []]);
	});

	it('keeps the words that stand in HTML', () => {
		const { reservations, unreadable } = read('<p>No <b>feather <i>pillows</i></b>,<br/>allergy!</p><p>Thanks</p>');
		expect([unreadable, reservations[1]?.warnings]).toEqual([[], []]);
		expect(reservations[1]?.remarks).toEqual(['No feather pillows,\nallergy!\n\nThanks']);
	});

	it.each([
		'<b x="1" x="2"/>',
		'</Text></remarks> <cc_cvc>737</cc_cvc> b',
		'</Text></remarks> <room> <RoomStay> b',
		'<Text> <remarks> b',
		`${'<b>'.repeat(70)}${'</b>'.repeat(70)}`,
	])('that is damaged by %s is out of use alone, told with its number', (damage) => {
		const { reservations, unreadable, ruid } = read(damage);
		expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['1001', '1003']);
		expect(unreadable).toEqual(['1002']);
		expect(ruid).toEqual(expect.any(String));
	});

	it('whose text has the fields of a card in it gives out none of them', () => {
		const { reservations } = read(
			'<cc_number>4111 1111 1111 1111</cc_number><cvc>737</cvc> <PaymentCard CardNumber="4111111111111111"/><!-- 4111111111111111 -->',
		);
		expect(reservations).toHaveLength(3);
		expect(JSON.stringify(reservations)).not.toMatch(/4111|737/);
	});

	it('whose comment reaches over a card into the next text gives out none of it', () => {
		const hidden = '<PaymentCard SeriesCode="737"/><cc_cvc>737</cc_cvc>';
		for (const [opening, closing] of [
			['<!--', '-->'],
			['<?x', '?>'],
		] as const) {
			const { reservations } = read(`late ${opening} ${hidden} ${closing} so`);
			expect(reservations[1]?.remarks).toEqual(['late  so']);
			expect(reservations[1]?.warnings).toHaveLength(1);
		}
	});

	const tags = ['HotelReservation', 'HotelReservations', 'reservation', 'reservations', 'OTA_HotelResNotifRQ'].flatMap(
		(name) => [
			`bye </${name}> x`,
			`</${name}>`,
			`</${name} >`,
			`hi <${name}> x`,
			`<${name}>`,
			`<${name}/>`,
			`a <${name}>b</${name}> c`,
			`<${name}>b</${name}>`,
			`a </${name}><${name}> b`,
			`a </${name}> b <c></d>`,
			`<c></d> a <${name}>b</${name}> c`,
		],
	);

	it.each(tags)('that says %j takes nothing with it, whether it is the first, the last or the only one', (typed) => {
		for (const [ids, saying] of [
			[ALL, '1001'],
			[ALL, '1002'],
			[ALL, '1003'],
			[['1001'], '1001'],
		] as const) {
			const { reservations, unreadable, ruid } = read(typed, [...ids], saying);
			const others = ids.filter((id) => id !== saying);
			expect(reservations.map(({ reservationId }) => reservationId).filter((id) => id !== saying)).toEqual(others);
			expect(reservations.length > others.length || unreadable.includes(saying)).toBe(true);
			expect(ruid).toEqual(expect.any(String));
		}
	});

	it('lets no card number through, whatever is cleaned inside it', () => {
		const odd = fc.constantFrom(
			'',
			' ',
			'\u0000',
			'\u000b',
			'\u001b',
			'&#0;',
			'&#x1b;',
			'\uFFFE',
			'&#8203;',
			'&nbsp;',
			'\uD800',
		);
		assertProperty(
			fc.property(anyCardNumber, odd, fc.constantFrom(1, 2, 4, 5), (number, between, size) => {
				const typed = (number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between);
				const { reservations } = read(`card ${typed} thanks`);
				const digits = JSON.stringify(reservations[1]).replace(/\D/g, '');
				expect(reservations).toHaveLength(3);
				expect(digits).not.toContain(number.slice(0, -4));
			}),
			{ numRuns: 300 },
		);
	});
});

describe('a queue', () => {
	it.each([
		['OTA', queueWith('Smith & Sons \u000b <3'), 'queue'],
		['B.XML', bxmlWith('Smith & Sons \u000b <3'), 'bxml'],
	] as const)('that is cut off anywhere in %s stays refused', (_, body, expected) => {
		for (let length = 1; length < body.lastIndexOf('>', body.indexOf('<!-- RUID')); length += 3)
			expect(() => readAnswer(body.slice(0, length), expected)).toThrow(/cannot be read/);
	});

	it('without the end of its last message comes without it', () => {
		const body = queueWith('').replace(/<\/HotelReservation>(?![\s\S]*<\/HotelReservation>)/, '');
		const { reservations, unreadable } = readOta(body);
		expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['1001', '1002']);
		expect(unreadable).toEqual(['1003']);
	});

	it('takes a moment, however many tags of messages are in it that never end', () => {
		for (const unit of [
			'<HotelReservation ="</HotelReservation ',
			'</HotelReservation ',
			'<HotelReservation>',
			'> <HotelReservation ',
		])
			inASecond(() => {
				const body = queueWith('').replace('</HotelReservations>', `${unit.repeat(20_000)}></HotelReservations>`);
				expect(() => readAnswer(body, 'queue').root.name).not.toThrow(RangeError);
			});
	});

	it('tells no number that is none', () => {
		const body = queueWith('<b x="1" x="2"/>').replace('ResID_Value="1002"', 'ResID_Value="4111111111111111"');
		expect(readOta(body).unreadable).toEqual([null]);
	});
});

describe('a text of B.XML into which a beginning of the next one was typed', () => {
	it.each(['', ' & so'])('ends where it does, with %j in it', (more) => {
		const texts = [
			['remarks', 'call <telephone>', 'telephone'],
			['first_name', 'Bob <last_name>', 'last_name'],
			['guest_name', 'A <info>', 'info'],
		] as const;
		for (const [name, typed, next] of texts) {
			const body = `<reservations><reservation><id>1</id><customer><${name}>${typed}${more}</${name}><${next}>b</${next}></customer></reservation></reservations>`;
			const { root, unreadable } = readAnswer(body, 'bxml');
			expect(unreadable).toEqual([]);
			const [first, second] = elementsAt(root, 'reservation/customer').flatMap(({ children }) => children);
			expect([first?.name, first?.text, second?.name, second?.text]).toEqual([name, `${typed}${more}`, next, 'b']);
		}
	});
});
