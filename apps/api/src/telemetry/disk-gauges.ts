import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FreeSpace } from '../platform/free-space/free-space.js';
import { needs } from '../platform/free-space/not-enough-room.js';
import { Meters } from './meters.js';

/** How much room there is on the disk, for what of this process is kept there. */
@Injectable()
export class DiskGauges implements OnModuleInit {
  constructor(
    private readonly meters: Meters,
    private readonly space: FreeSpace,
  ) {}

  onModuleInit(): void {
    this.meters.gauge(
      'hearback_disk_free_bytes',
      'Free space on the file system of what this process keeps, by what it is needed for: figures or events. Absent for what is kept elsewhere.',
      ['need'],
      (gauge) => {
        for (const need of needs) {
          const room = this.space.roomFor(need);
          if (room !== undefined) gauge.set({ need }, room.freeBytes);
        }
      },
    );
    this.meters.gauge(
      'hearback_disk_reserve_bytes',
      'How much has to be free for it (HEARBACK_RESERVE); with less it is answered with 503. Absent for what is kept elsewhere.',
      ['need'],
      (gauge) => {
        for (const need of needs) {
          const room = this.space.roomFor(need);
          if (room !== undefined) gauge.set({ need }, room.neededBytes);
        }
      },
    );
  }
}
