/* NAME FILE...: gives each file to a fuzz target without libFuzzer, so that
 * what was once found stays found by any compiler. Prints the name of each
 * before, for the last one is to blame. */
#include "base/err.h"
#include "fuzz.h"

static void
replay(const char *path)
{
	static uint8_t data[1 << 20];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f)
		die("open %s:", path);
	n = fread(data, 1, sizeof(data), f);
	if (ferror(f) || !feof(f))
		die("%s: cannot be read, or larger than 1 MiB", path);
	fclose(f);
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, n);
}

int
main(int argc, char **argv)
{
	(void)argc;
	err_init(argv[0]);
	for (int i = 1; argv[i]; i++)
		replay(argv[i]);
	return 0;
}
