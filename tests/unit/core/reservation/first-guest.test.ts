/** Who stands in for a booker who is not named. */
import { namedAfterFirstGuest } from '../../../../core/reservation/first-guest';
import { unknownBooker } from '../../../../core/reservation/model';

const gone = { status: 'cancelled' as const, guests: [{ name: 'Gone' }] };

it('takes the guest of a room that is not cancelled, if there is one', () => {
	const real = { status: 'confirmed' as const, guests: [{ name: null }, { name: 'Real' }] };
	expect(namedAfterFirstGuest(unknownBooker(), [gone, real]).lastName).toBe('Real');
});

it('takes the guest of a cancelled room where no other is named', () => {
	const unnamed = { status: 'confirmed' as const, guests: [{ name: null }] };
	expect(namedAfterFirstGuest(unknownBooker(), [gone, unnamed]).lastName).toBe('Gone');
	expect(namedAfterFirstGuest(unknownBooker(), [gone]).lastName).toBe('Gone');
});
