package dev.mortise.plugin.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Collects the body of an HTTP response and hangs up as soon as it is longer than allowed. */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final long maxBytes;
    private final boolean announcedTooLong;
    private final LongConsumer onBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    private LimitedBody(long maxBytes, boolean announcedTooLong, LongConsumer onBytes) {
        this.maxBytes = maxBytes;
        this.announcedTooLong = announcedTooLong;
        this.onBytes = onBytes;
    }

    /** Says that the body is too long. */
    private static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** @param maxBytes the most bytes; an array's limit comes on top */
    static LimitedBody upTo(long maxBytes, ResponseInfo response) {
        return upTo(true, maxBytes, response, received -> {
        });
    }

    /** The same for a response to this method. */
    static LimitedBody upTo(String method, long maxBytes, ResponseInfo response) {
        var status = response.statusCode();
        return upTo(!method.equals("HEAD") && status != 204 && status != 304, maxBytes, response, received -> {
        });
    }

    /**
     * @param hasBody whether a body follows at all: what a HEAD or a 304 announces does not come
     * @param maxBytes the most bytes; an array's limit comes on top
     * @param onBytes hears how many have come so far; what it throws ends the request
     */
    static LimitedBody upTo(boolean hasBody, long maxBytes, ResponseInfo response, LongConsumer onBytes) {
        var limit = Math.min(maxBytes, Integer.MAX_VALUE - 16);
        return new LimitedBody(limit,
                hasBody && response.headers().firstValueAsLong("content-length").orElse(0) > limit, onBytes);
    }

    /** Whether it was a limit that ended a request. */
    static boolean isTooLong(@Nullable Throwable thrown) {
        return thrown != null && (thrown instanceof TooLongException || isTooLong(thrown.getCause()));
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (announcedTooLong) {
            refuse();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            if (buffer.remaining() > maxBytes - bytes.size()) {
                refuse();
                return;
            }
            var part = new byte[buffer.remaining()];
            buffer.get(part);
            try {
                bytes.writeBytes(part);
            } catch (OutOfMemoryError e) {
                refuse();
                return;
            }
        }
        try {
            onBytes.accept(bytes.size());
        } catch (RuntimeException e) {
            hangUp(e);
        }
    }

    private void refuse() {
        hangUp(new TooLongException());
    }

    private void hangUp(Exception reason) {
        if (subscription != null) {
            subscription.cancel();
        }
        body.completeExceptionally(reason);
    }

    @Override
    public void onError(Throwable thrown) {
        body.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
