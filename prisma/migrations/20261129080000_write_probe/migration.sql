-- Into this table nodes write a row and take it back, to see whether a write would be taken. It stays empty.
-- CreateTable
CREATE TABLE "write_probe" (
    "id" INTEGER NOT NULL,
    "filler" TEXT NOT NULL,

    CONSTRAINT "write_probe_pkey" PRIMARY KEY ("id")
);
