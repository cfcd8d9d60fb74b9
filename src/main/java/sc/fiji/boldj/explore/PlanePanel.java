package sc.fiji.boldj.explore;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import javax.swing.JPanel;
import javax.swing.KeyStroke;

/** One plane of a view: shows a picture that was computed elsewhere, with crosshair and letters. */
final class PlanePanel extends JPanel {

    private static final Color CROSS = new Color(0x50c878);
    private static final Color MARK = new Color(0xffffff);
    private static final Color RIM = new Color(0, 0, 0, 150);
    private static final Color QUIET = new Color(0xb8b8b8);
    private static final Color FOCUS = new Color(0x6ea8ff);

    /** What the mouse and the keys ask for. */
    interface Wish {
        /** Moves the crosshair to a position under the mouse; {@code dragging} while the button is down. */
        void choose(double[] place, boolean dragging);

        /** Sets the seed, if there is one, to the crosshair. */
        void seedHere();

        /** Moves the crosshair by whole steps along an axis of RAS+. */
        void step(int axis, int steps);

        void zoom(double factor);
    }

    private final int axis;
    private final transient Wish wish;
    private transient PlaneCut cut;
    private transient BufferedImage picture;
    private transient Viewpoint viewpoint;
    private transient Viewpoint.Place seed;
    private double radius;

    PlanePanel(int axis, Wish wish) {
        this.axis = axis;
        this.wish = wish;
        String name = axis == 0 ? "sagittal" : axis == 1 ? "coronal" : "axial";
        setName("plane-" + name);
        getAccessibleContext().setAccessibleName(name + " plane");
        setFocusable(true);
        setOpaque(true);
        setMinimumSize(new Dimension(100, 100));
        setPreferredSize(new Dimension(420, 320));
        setCursor(Cursor.getPredefinedCursor(Cursor.CROSSHAIR_CURSOR));
        Mouse mouse = new Mouse();
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
        addMouseWheelListener(mouse);
        addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent e) {
                repaint();
            }

            @Override
            public void focusLost(FocusEvent e) {
                repaint();
            }
        });
        keys();
    }

    private final class Mouse extends MouseAdapter {

        @Override
        public void mousePressed(MouseEvent e) {
            requestFocusInWindow();
            go(e, true);
        }

        @Override
        public void mouseDragged(MouseEvent e) {
            go(e, true);
        }

        @Override
        public void mouseReleased(MouseEvent e) {
            go(e, false);
        }

        private void go(MouseEvent e, boolean dragging) {
            if (cut == null) return;
            double[] place = cut.place(
                    Math.max(0, Math.min(cut.width() - 1, e.getX())),
                    Math.max(0, Math.min(cut.height() - 1, e.getY())));
            place[axis] = viewpoint.get(axis);
            wish.choose(place, dragging);
        }

        @Override
        public void mouseWheelMoved(MouseWheelEvent e) {
            if (e.isControlDown()) wish.zoom(e.getWheelRotation() < 0 ? 1.25 : 0.8);
            else wish.step(axis, -e.getWheelRotation());
        }
    }

    private void keys() {
        key(KeyEvent.VK_LEFT, () -> wish.step(across(), mirrored() ? 1 : -1));
        key(KeyEvent.VK_RIGHT, () -> wish.step(across(), mirrored() ? -1 : 1));
        key(KeyEvent.VK_UP, () -> wish.step(axis == 2 ? 1 : 2, 1));
        key(KeyEvent.VK_DOWN, () -> wish.step(axis == 2 ? 1 : 2, -1));
        key(KeyEvent.VK_PAGE_UP, () -> wish.step(axis, 1));
        key(KeyEvent.VK_PAGE_DOWN, () -> wish.step(axis, -1));
        key(KeyEvent.VK_ENTER, wish::seedHere);
        key(KeyEvent.VK_PLUS, () -> wish.zoom(1.25));
        key(KeyEvent.VK_EQUALS, () -> wish.zoom(1.25));
        key(KeyEvent.VK_MINUS, () -> wish.zoom(0.8));
    }

    private int across() {
        return axis == 0 ? 1 : 0;
    }

    private boolean mirrored() {
        return cut != null && cut.mirrored();
    }

    private void key(int code, Runnable run) {
        getInputMap(WHEN_FOCUSED).put(KeyStroke.getKeyStroke(code, 0), code);
        getActionMap().put(code, ViewMenu.action("", run));
    }

    /** Shows a plane. */
    void show(BufferedImage image, PlaneCut where, Viewpoint at) {
        picture = image;
        cut = where;
        viewpoint = at;
        repaint();
    }

    /** The crosshair at once, before the picture follows. */
    void cross(Viewpoint at) {
        viewpoint = at;
        repaint();
    }

    /** Shows a sphere as the circle in which the plane intersects it. */
    void ring(Viewpoint.Place centre, double mm) {
        seed = centre;
        radius = mm;
        repaint();
    }

    private void drawRing(Graphics2D pen) {
        double off = viewpoint.get(axis) - seed.get(axis);
        if (Math.abs(off) >= radius) return;
        double size = Math.sqrt(radius * radius - off * off) / cut.mm();
        double x = cut.column(seed.get(cut.across())) + 0.5;
        double y = cut.row(seed.get(cut.up())) + 0.5;
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Ellipse2D ring = new Ellipse2D.Double(x - size, y - size, 2 * size, 2 * size);
        pen.setColor(Color.BLACK);
        pen.setStroke(new BasicStroke(4));
        pen.draw(ring);
        pen.setColor(MARK);
        pen.setStroke(new BasicStroke(2));
        pen.draw(ring);
        pen.setStroke(new BasicStroke(1));
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    }

    /** Where a place lies on this panel, in pixels: {x, y}; null before the first picture. */
    double[] pixel(double[] place) {
        return cut == null
                ? null
                : new double[] {cut.column(place[cut.across()]) + 0.5, cut.row(place[cut.up()]) + 0.5};
    }

    @Override
    protected void paintComponent(Graphics g) {
        g.setColor(Color.BLACK);
        g.fillRect(0, 0, getWidth(), getHeight());
        if (picture == null) {
            g.setColor(QUIET);
            g.drawString("reading ...", 12, 20);
            return;
        }
        g.drawImage(picture, 0, 0, null);
        Graphics2D pen = (Graphics2D) g;
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        if (viewpoint.cross()) {
            pen.setColor(CROSS);
            int x = (int) Math.round(cut.column(viewpoint.get(cut.across())));
            int y = (int) Math.round(cut.row(viewpoint.get(cut.up())));
            pen.drawLine(x, 0, x, getHeight());
            pen.drawLine(0, y, getWidth(), y);
        }
        if (seed != null) drawRing(pen);
        String[] marks = cut.marks();
        pen.setColor(MARK);
        pen.setFont(getFont().deriveFont(java.awt.Font.BOLD, 14f));
        int w = getWidth();
        int h = getHeight();
        write(pen, marks[0], 5, h / 2, 0);
        write(pen, marks[1], w - 5, h / 2, 1);
        write(pen, marks[2], w / 2, 16, 0.5);
        write(pen, marks[3], w / 2, h - 6, 0.5);
        pen.setFont(getFont().deriveFont(12f));
        pen.setColor(QUIET);
        write(pen, cut.name() + "  " + "xyz".charAt(axis) + " = " + ViewWords.tenth(viewpoint.get(axis)), 6, h - 6, 0);
        if (isFocusOwner()) {
            pen.setColor(FOCUS);
            pen.setStroke(new BasicStroke(2));
            pen.drawRect(1, 1, w - 3, h - 3);
        }
    }

    /** With a dark outline, so that it is legible on any image. */
    private static void write(Graphics2D pen, String text, int x, int y, double anchor) {
        float left = (float) (x - anchor * pen.getFontMetrics().stringWidth(text));
        Color colour = pen.getColor();
        pen.setColor(RIM);
        for (int dx = -1; dx <= 1; dx++) for (int dy = -1; dy <= 1; dy++) pen.drawString(text, left + dx, y + dy);
        pen.setColor(colour);
        pen.drawString(text, left, y);
    }

    @Override
    public Dimension getMaximumSize() {
        return new Dimension(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Lets Swing know that the panel takes the keyboard. */
    @Override
    public boolean isFocusable() {
        return true;
    }
}
