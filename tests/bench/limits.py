"""What the machine and the libraries can do at most, in bytes a second."""
import os
import time
import zlib
import zipfile

from measure import in_turn, size_of


def copy_memory():
    """memcpy from memory to memory, beyond what caches hold."""
    source, target = (memoryview(bytearray(b"x") * (256 << 20)) for _ in range(2))
    start = time.process_time()
    target[:] = source
    return len(source) / (time.process_time() - start)


def inflate(archive, member):
    """zlib alone, bytes out."""
    with zipfile.ZipFile(archive) as z:
        info = z.getinfo(member)
        with open(archive, "rb") as f:
            f.seek(info.header_offset + 26)
            skip = f.read(4)
            f.seek(int.from_bytes(skip[:2], "little") + int.from_bytes(skip[2:], "little"), os.SEEK_CUR)
            packed = f.read(info.compress_size)
    start = time.process_time()
    unpacker = zlib.decompressobj(-15)
    while packed:
        unpacker.decompress(packed, 1 << 18)
        packed = unpacker.unconsumed_tail
    return info.file_size / (time.process_time() - start)


def limits(p, raw, rounds):
    """Yields what and bytes a second. The files are those of the stages."""
    yield "memcpy, beyond the caches", copy_memory()
    yield "zlib's inflate alone, in memory", inflate(f"{raw}/acce/ACCE.zip", "ACCE_UAI.csv")
    size = size_of("plain.ndjson")
    commands = p.present(
        "cat plain.ndjson >/dev/null",
        wc=("python3", "wc -l plain.ndjson"),
        write=("python3", "cat plain.ndjson >copy; rm copy"),
        pipe=("python3", "cat plain.ndjson | cat >/dev/null"),
        sqlite=("sqlite3", "rm -f c.db; sqlite3 c.db 'PRAGMA journal_mode=OFF' 'PRAGMA synchronous=OFF' "
                "'PRAGMA page_size=32768' \"ATTACH 'o.db' AS o\" 'CREATE TABLE t AS SELECT * FROM o.catalogue'"))
    names = {"ours": "cat FILE", "wc": "wc -l", "write": "cat FILE >COPY", "pipe": "cat FILE | cat",
             "sqlite": "SQLite copies the catalogue's rows"}
    for name, figures in in_turn(commands, rounds).items():
        yield names[name], size / max(figures.cpu, 1e-3)
