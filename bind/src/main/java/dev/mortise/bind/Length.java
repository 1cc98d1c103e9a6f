package dev.mortise.bind;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The fixed length of an array or string, which a C struct needs and other formats then write without a length. An array
 * must have exactly so many elements; a string may be shorter: its UTF-8 bytes are followed by zeros. On a method it says
 * so of the result.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER, ElementType.METHOD})
public @interface Length {

    /** Elements of an array, bytes of a string; 1 or more. */
    int value();
}
