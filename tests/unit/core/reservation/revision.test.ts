/** Numbers that are times, in the forms in which systems write them. */
import fc from 'fast-check';
import { isAhead, isFarAhead, isOfNow } from '../../../../core/reservation/revision';
import { assertProperty } from '../../../support/property';

const NOW = new Date('2027-03-01T08:00:00.000Z');

const digits = (at: Date) => at.toISOString().replace(/\D/g, '');
const FORMS: Array<[string, (at: Date) => string]> = [
	['yyyymmdd', (at) => digits(at).slice(0, 8)],
	['yyyymmddhhmm', (at) => digits(at).slice(0, 12)],
	['yyyymmddhhmmss', (at) => digits(at).slice(0, 14)],
	['yyyymmddhhmmssmmm', digits],
	['yyyymmddhhmmss and four decimals', (at) => `${digits(at)}9`],
	['yyyymmddhhmmss and six decimals', (at) => `${digits(at)}999`],
	['yyyymmddhhmmss and seven decimals', (at) => `${digits(at)}9999`],
	['yyyymmddhhmmss and nine decimals', (at) => `${digits(at)}999999`],
	['seconds since 1970', (at) => String(Math.floor(at.getTime() / 1000))],
	['milliseconds', (at) => String(at.getTime())],
	['microseconds', (at) => `${at.getTime()}999`],
	['nanoseconds', (at) => `${at.getTime()}999999`],
	['ticks of .NET', (at) => String(BigInt(at.getTime()) * 10_000n + 621_355_968_000_000_000n)],
	['a file time of Windows', (at) => String(BigInt(at.getTime()) * 10_000n + 116_444_736_000_000_000n)],
];
const between = (min: string, max: string) => fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });

describe.each(FORMS)('a number that is a time, as %s', (_name, written) => {
	it('is ahead where it is some days or years ahead', () => {
		assertProperty(
			fc.property(between('2027-03-04', '2099-12-31'), (at) => expect(isAhead(written(at), NOW)).toBe(true)),
		);
	});

	it('is not, where it is now or has been', () => {
		assertProperty(
			fc.property(between('2001-09-10', '2027-03-01'), (at) => expect(isAhead(written(at), NOW)).toBe(false)),
		);
	});
});

it('only what says an instant can be of now', () => {
	const ofNow = FORMS.filter(([, written]) => isOfNow(written(NOW), NOW)).map(([name]) => name);
	expect(ofNow).toEqual([
		'seconds since 1970',
		'milliseconds',
		'microseconds',
		'nanoseconds',
		'a file time of Windows',
	]);
});

it('a number is never refused as years ahead, since it may be a counter', () => {
	assertProperty(
		fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (count) => expect(isFarAhead(String(count), NOW)).toBe(false)),
	);
});

it('a counter that cannot be a time is never ahead', () => {
	const ahead = ['7', '123456789', '20991301', '209912312460', '99999999999', '999999999999999', '20991231235960999'];
	expect(ahead.filter((count) => isAhead(count, NOW))).toEqual([]);
});
