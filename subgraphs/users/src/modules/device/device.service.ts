import { notAllowed, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { SessionService } from '../session/session.service';
import type { RegisterDevice, UnregisterDevice } from './device.input';
import { registerDevice } from './device.store';
import type { DeviceView } from './device.types';

/** The devices that the viewer's notifications are pushed to. */
export class DeviceService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
  ) {}

  async register({ token, provider, platform, name = null, idempotencyKey }: RegisterDevice): Promise<DeviceView> {
    const { kept, viewer } = this.ctx;
    await this.sessions.requireLive();
    if (!kept.pushers[provider]) throw notAllowed('This platform sends nothing by this push service.');
    // Its key stands for the token's index: the token itself does not lie in the database.
    const input = { token: kept.fields.index('devices.registered', token), provider, platform, name, idempotencyKey };
    const id = await this.ctx.change('registerDevice', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      const { demo } = await step.tx.user.findUniqueOrThrow({ where: { id: viewer.id } });
      if (demo) throw notAllowed('Nothing is pushed for the demo accounts, because everybody uses them.');
      return registerDevice(step, { userId: viewer.id, sessionId: viewer.sessionId, token, provider, platform, name });
    });
    const device = (await this.list(viewer.id)).find((one) => one.id === id);
    // A repeat finds it gone where it was registered by somebody else, or unregistered, meanwhile.
    if (!device) throw notAllowed('This device is not registered any more. Register it with another key.');
    return device;
  }

  async unregister(input: UnregisterDevice): Promise<string> {
    const where = { id: input.id, userId: this.ctx.viewer.id };
    await this.ctx.change('unregisterDevice', input, async ({ tx }) => {
      if ((await tx.device.deleteMany({ where })).count === 0) throw notFound('This device');
    });
    return input.id;
  }

  async list(userId: string): Promise<DeviceView[]> {
    const { db, clock } = this.ctx.kept;
    const rows = await db.prisma.device.findMany({
      where: { userId, session: { endedAt: null, expiresAt: { gt: clock.now() } } },
      orderBy: [{ registeredAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map((row) => ({ ...row, current: row.sessionId === this.ctx.viewer.sessionId }));
  }
}
