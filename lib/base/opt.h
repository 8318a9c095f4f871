/*
 * Command lines: one table gives the parser, the usage text and -h.
 *
 * -h --help, -V --version, -q --quiet and -v --verbose exist in every tool
 * and are handled here. A wrong command line ends with EXIT_USE.
 */
#ifndef OPT_H
#define OPT_H

struct opt {
	int c;            /* short letter; from 256 on: long form only;
			   * | OPT_NEEDED: the command cannot do without */
	const char *name; /* long form */
	const char *arg;  /* name of the argument, or NULL */
	const char *help; /* one line */
};

#define OPT_NEEDED (1 << 16)

extern const char *opt_arg; /* argument of the option just returned */
extern char **opt_operands; /* operands, NULL-terminated, after the options */

/* Call once, first thing in main(). what: one line that says what the tool
 * does; operands: their synopsis ("FILE [TABLE]", or ""); opts ends with a
 * zeroed entry. The strings are borrowed for the life of the process. Ends the
 * program if SUITE_NOW is not a date and time. */
void opt_init(int argc, char **argv, const char *what, const char *operands,
    const struct opt *opts);

/* Returns the next option's letter, or -1 when the operands are reached. Ends
 * with EXIT_USE if the option is unknown, lacks its argument, or, at the
 * operands, if an option that is needed was not given. */
int opt_next(void);

/* Says what is wrong with the command line and ends with EXIT_USE. */
_Noreturn void opt_wrong(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* Returns the number of operands. Ends with EXIT_USE unless there are min to
 * max; the message names the first that is missing, from the synopsis. */
int opt_count(int min, int max);

/* s as an integer in min..max, or EXIT_USE naming the option. */
long opt_number(const char *name, const char *s, long min, long max);

#endif
