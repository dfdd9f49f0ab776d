import { Module } from '@nestjs/common';
import { ApplicationsController } from './applications.controller.js';
import { GetApplicationHandler } from './get-application.handler.js';

@Module({ controllers: [ApplicationsController], providers: [GetApplicationHandler] })
export class ApplicationsModule {}
