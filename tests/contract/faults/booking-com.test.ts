import { describeFaults } from '../../support/fault-matrix/describe-faults';
import { bookingCom } from '../../support/fault-matrix/scenes/booking-com';

jest.mock('n8n-workflow', () => ({ ...jest.requireActual('n8n-workflow'), sleep: jest.fn(async () => undefined) }));

describeFaults(bookingCom, jest.requireMock<{ sleep: jest.Mock }>('n8n-workflow').sleep);
