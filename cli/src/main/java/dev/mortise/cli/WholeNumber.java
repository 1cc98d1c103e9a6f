package dev.mortise.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option's number and tells what it may be.
 *
 * @param least the smallest one
 * @param most the biggest one
 */
record WholeNumber(long least, long most) implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        try {
            var number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // It is told below what is wanted.
        }
        throw new TypeConversionException("it must be a whole number, %,d %s, not '%s'".formatted(least,
                most == Long.MAX_VALUE ? "or more" : "to %,d".formatted(most), text));
    }
}
