package dev.mortise.spark.internal;

/**
 * A guest's function with its arguments as Spark gives them to a UDF: objects, none of them null. Each implementation has
 * the one method with as many parameters as its guest's function; it may come from a loader of its own, so that they are
 * protected. Belongs to one thread.
 */
public abstract class RowFunction {

    /** The most parameters: as many as {@code org.apache.spark.sql.functions.udf} takes from Java. */
    public static final int MOST_PARAMETERS = 10;

    protected Object call() {
        throw wrongCount(0);
    }

    protected Object call(Object a) {
        throw wrongCount(1);
    }

    protected Object call(Object a, Object b) {
        throw wrongCount(2);
    }

    protected Object call(Object a, Object b, Object c) {
        throw wrongCount(3);
    }

    protected Object call(Object a, Object b, Object c, Object d) {
        throw wrongCount(4);
    }

    protected Object call(Object a, Object b, Object c, Object d, Object e) {
        throw wrongCount(5);
    }

    protected Object call(Object a, Object b, Object c, Object d, Object e, Object f) {
        throw wrongCount(6);
    }

    protected Object call(Object a, Object b, Object c, Object d, Object e, Object f, Object g) {
        throw wrongCount(7);
    }

    protected Object call(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
        throw wrongCount(8);
    }

    protected Object call(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h, Object i) {
        throw wrongCount(9);
    }

    protected Object call(Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h, Object i,
            Object j) {
        throw wrongCount(10);
    }

    /** Spark has checked the number when it analysed the query. */
    private static IllegalStateException wrongCount(int count) {
        return new IllegalStateException("called with " + count + " arguments");
    }
}
