/** A small EPANET file with every section that matters, written by hand for the tests. */
export const town = `; made by hand
[TITLE]
A town; with a semicolon
[JUNCTIONS]
 J1   100  50   P1   ;
 J2   110  0         ;
[RESERVOIRS]
 R1   300  P1
[TANKS]
 T1   200  10  5  20  40  0  *  YES
[PIPES]
 L1   J1  J2  1000  12  100  0.5  Open
 L2   J2  T1  500   8   110  CV
[PUMPS]
 PU1  R1  J1  HEAD C1 SPEED 0.9 PATTERN P1
 PU2  R1  J1  POWER 10
[VALVES]
 V1   J1  J2  6  PRV  40  0
[TAGS]
 NODE J1 old town
 LINK L1 cast-iron
[DEMANDS]
 J2   20   P1  ;homes
 J2   30   P2  ;shops
[STATUS]
 L1   Closed
 PU2  0
[PATTERNS]
 P1   1 2
 P1   3
 P2   1
[CURVES]
 C1   100  80
 E1   100  75
 U1   1  2
[CONTROLS]
 LINK PU1 CLOSED IF NODE T1 ABOVE 18
 LINK V1 60 IF NODE J2 BELOW 20
 LINK L1 OPEN AT TIME 5:00
[RULES]
RULE night
IF SYSTEM CLOCKTIME >= 10 PM
AND TANK T1 LEVEL BELOW 12
THEN PUMP PU1 STATUS = OPEN
PRIORITY 1
RULE two
IF JUNCTION J1 PRESSURE < 30
THEN VALVE V1 SETTING = 50
[ENERGY]
 PUMP PU1 EFFIC E1
[EMITTERS]
 J1   2
[QUALITY]
 J1   0.5
[MIXING]
 T1   2COMP 0.2
[TIMES]
 Duration 24:00
 Hydraulic Timestep 30 MIN
 Start ClockTime 6 PM
 Statistic None
[OPTIONS]
 Units GPM
 Headloss H-W
 Demand Multiplier 2
 Required Pressure 30
[COORDINATES]
 J1   1.5  -2
[VERTICES]
 L1   1 1
 L1   2 1
[END]
this is not read
`;
