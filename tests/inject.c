/* A library to be preloaded that makes one call of a program fail:
 *
 *	LD_PRELOAD=inject.so INJECT=CALL:N[+][:ERRNO] INJECT_LOG=FILE program
 *
 * The N-th CALL fails, with + every later one too, none for N = 0; with ERRNO,
 * a number, or with what is usual for the call. ERRNO 0 makes a read or write
 * half as long instead. FILE gets the number of calls that there were. What the
 * C library does within itself is neither counted nor made to fail, nor is what
 * goes to stderr. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct call {
	const char *name;
	int code;
} calls[] = { { "read", EIO }, { "pread", EIO }, { "fread", EIO },
	{ "write", ENOSPC }, { "fwrite", ENOSPC }, { "pwrite", ENOSPC },
	{ "fopen", EMFILE }, { "open", EMFILE }, { "close", EIO },
	{ "fsync", EIO }, { "fdatasync", EIO }, { "rename", EIO },
	{ "unlink", EIO }, { "ftruncate", ENOSPC }, { "flock", ENOLCK },
	{ "fstat", EIO }, { "stat", EIO }, { "mmap", ENOMEM },
	{ "malloc", ENOMEM }, { "calloc", ENOMEM }, { "realloc", ENOMEM },
	{ NULL, 0 } };

static const char *wanted;
static long at;
static atomic_long count; /* of all threads */
static bool onward;
static int code;

static size_t (*real_fread)(void *, size_t, size_t, FILE *);
static size_t (*real_fwrite)(const void *, size_t, size_t, FILE *);
static FILE *(*real_fopen)(const char *, const char *);
static int (*real_fstat)(int, struct stat *);
static int (*real_stat)(const char *, struct stat *);

/* Is this the call that is to fail? errno is then set. */
static bool
fails(const char *name)
{
	long n;

	if (!wanted || strcmp(wanted, name) != 0)
		return false;
	n = atomic_fetch_add(&count, 1) + 1;
	if (!at || n < at || (n > at && !onward))
		return false;
	errno = code;
	return true;
}

/* How much of n bytes is to be read or written: 0 if the call fails. */
static size_t
part(const char *name, size_t n)
{
	if (!fails(name))
		return n;
	return code ? 0 : (n + 1) / 2;
}

/* dlsym gives a pointer to an object where one to a function is wanted. */
static void
find(void *function, const char *name)
{
	void *p = dlsym(RTLD_NEXT, name);

	memcpy(function, &p, sizeof(p));
}

static __attribute__((constructor)) void
begin(void)
{
	static char name[16];
	const char *s = getenv("INJECT");
	const struct call *c = calls;
	char *end;
	size_t n = s ? strcspn(s, ":") : 0;

	find(&real_fread, "fread");
	find(&real_fwrite, "fwrite");
	find(&real_fopen, "fopen");
	if (!n || n >= sizeof(name) || !s[n])
		return;
	memcpy(name, s, n);
	while (c->name && strcmp(c->name, name) != 0)
		c++;
	at = strtol(s + n + 1, &end, 10);
	onward = *end == '+';
	end += onward;
	code = *end == ':' ? (int)strtol(end + 1, NULL, 10) : c->code;
	wanted = name;
}

static __attribute__((destructor)) void
end(void)
{
	const char *path = getenv("INJECT_LOG");
	char text[32];
	int n = snprintf(text, sizeof(text), "%ld\n", atomic_load(&count));
	long fd;

	if (!path)
		return;
	wanted = NULL;
	fd = syscall(SYS_open, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd >= 0 && syscall(SYS_write, fd, text, n) == n)
		syscall(SYS_close, fd);
}

ssize_t
read(int fd, void *p, size_t n)
{
	size_t some = part("read", n);

	return n && !some ? -1 : syscall(SYS_read, fd, p, some);
}

ssize_t
pread(int fd, void *p, size_t n, off_t from)
{
	size_t some = part("pread", n);

	return n && !some ? -1 : syscall(SYS_pread64, fd, p, some, from);
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t from)
{
	return pread(fd, p, n, from);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	size_t some = fd == STDERR_FILENO ? n : part("write", n);

	return n && !some ? -1 : syscall(SYS_write, fd, p, some);
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t to)
{
	size_t some = part("pwrite", n);

	return n && !some ? -1 : syscall(SYS_pwrite64, fd, p, some, to);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t to)
{
	return pwrite(fd, p, n, to);
}

/* Marks the stream as one that failed, as the C library does. */
static size_t
stream_fails(FILE *f)
{
	f->_flags |= 0x20; /* _IO_ERR_SEEN */
	errno = code;
	return 0;
}

size_t
fread(void *p, size_t size, size_t n, FILE *f)
{
	return fails("fread") ? stream_fails(f) : real_fread(p, size, n, f);
}

size_t
fwrite(const void *p, size_t size, size_t n, FILE *f)
{
	return f != stderr && fails("fwrite") ? stream_fails(f)
					      : real_fwrite(p, size, n, f);
}

FILE *
fopen(const char *path, const char *mode)
{
	return fails("fopen") ? NULL : real_fopen(path, mode);
}

FILE *
fopen64(const char *path, const char *mode)
{
	return fopen(path, mode);
}

int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

static int
open_mode(const char *path, int flags, unsigned mode)
{
	if (fails("open"))
		return -1;
	return (int)syscall(SYS_open, path, flags, mode);
}

int
open(const char *path, int flags, ...)
{
	va_list ap;
	unsigned mode;

	va_start(ap, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, unsigned) : 0;
	va_end(ap);
	return open_mode(path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	va_list ap;
	unsigned mode;

	va_start(ap, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, unsigned) : 0;
	va_end(ap);
	return open_mode(path, flags, mode);
}

int
__open_2(const char *path, int flags)
{
	return open_mode(path, flags, 0);
}

int
__open64_2(const char *path, int flags)
{
	return open_mode(path, flags, 0);
}

/* It is closed all the same, as on Linux. */
int
close(int fd)
{
	int rc = (int)syscall(SYS_close, fd);

	return fails("close") ? -1 : rc;
}

int
fsync(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails("fdatasync") ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
rename(const char *from, const char *to)
{
	return fails("rename") ? -1 : (int)syscall(SYS_rename, from, to);
}

int
unlink(const char *path)
{
	return fails("unlink") ? -1 : (int)syscall(SYS_unlink, path);
}

int
ftruncate(int fd, off_t n)
{
	return fails("ftruncate") ? -1 : (int)syscall(SYS_ftruncate, fd, n);
}

int
ftruncate64(int fd, off64_t n)
{
	return ftruncate(fd, n);
}

int
flock(int fd, int how)
{
	return fails("flock") ? -1 : (int)syscall(SYS_flock, fd, how);
}

void *
mmap(void *p, size_t n, int prot, int flags, int fd, off_t from)
{
	if (fails("mmap"))
		return MAP_FAILED;
	/* NOLINTNEXTLINE: what the kernel returns is the address */
	return (void *)syscall(SYS_mmap, p, n, prot, flags, fd, from);
}

void *
mmap64(void *p, size_t n, int prot, int flags, int fd, off64_t from)
{
	return mmap(p, n, prot, flags, fd, from);
}

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *
malloc(size_t n)
{
	return fails("malloc") ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails("calloc") ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails("realloc") ? NULL : __libc_realloc(p, n);
}

/* Libraries call these two before begin has run. */
int
fstat(int fd, struct stat *st)
{
	if (!real_fstat)
		find(&real_fstat, "fstat");
	return fails("fstat") ? -1 : real_fstat(fd, st);
}

int
stat(const char *path, struct stat *st)
{
	if (!real_stat)
		find(&real_stat, "stat");
	return fails("stat") ? -1 : real_stat(path, st);
}
