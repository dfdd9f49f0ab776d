import { Module } from '@nestjs/common';
import { IngestionModule } from '../ingestion/ingestion.module.js';
import { SampleImport } from './sample-import.js';

@Module({ imports: [IngestionModule], providers: [SampleImport] })
export class SampleModule {}
