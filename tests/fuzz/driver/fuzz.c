#include "fuzz.h"

#include <setjmp.h>
#include <sys/mman.h>
#include <unistd.h>

struct str
fuzz_text(const uint8_t *data, size_t n)
{
	static char *p;

	free(p);
	p = xmalloc(n ? n : 1);
	if (n)
		memcpy(p, data, n);
	return (struct str){ p, n };
}

struct str
fuzz_cut(struct str *s, char at)
{
	const char *stop = s->n ? memchr(s->p, at, s->n) : NULL;
	struct str head = { s->p, stop ? (size_t)(stop - s->p) : s->n };
	size_t taken = head.n + (stop != NULL);

	s->p += taken;
	s->n -= taken;
	return head;
}

FILE *
fuzz_file(const void *p, size_t n)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r+");

	fuzz_must(f && (!n || fwrite(p, n, 1, f) == 1) && !fflush(f));
	rewind(f);
	return f;
}

/* The linker gives calls of exit() to __wrap_exit. */
_Noreturn void __real_exit(int code);
_Noreturn void __wrap_exit(int code);

static jmp_buf back;
static bool armed;

void
__wrap_exit(int code)
{
	if (armed)
		longjmp(back, 1);
	__real_exit(code);
}

bool
fuzz_survives(void (*f)(void *ctx), void *ctx)
{
	volatile bool lived = false;

	armed = true;
	if (!setjmp(back)) {
		f(ctx);
		lived = true;
	}
	armed = false;
	return lived;
}
