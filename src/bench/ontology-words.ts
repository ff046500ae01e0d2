/** The words of which `ontology-sample.ts` makes its ontologies: English, then German. */

/** A word in both languages. */
export type Word = readonly [english: string, german: string];

/** A kind of quantity with its semantic type, its unit and the enumeration of such units. */
export interface Quantity {
  readonly word: Word;
  readonly type: string;
  readonly unit: string;
}

function words(text: string): readonly Word[] {
  return text
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split('/') as unknown as Word);
}

/** The heads of an ontology of buildings; every other interface extends one of them. */
export const heads = words('Space/Raum Equipment/Anlage Point/Messpunkt Agent/Akteur Record/Akte');

/** What there is under each head. */
export const nouns: Readonly<Record<string, readonly Word[]>> = {
  Space: words('Room/Zimmer Zone/Zone Storey/Geschoss Shaft/Schacht Hall/Halle Site/Gelände'),
  Equipment: words(`Pump/Pumpe Valve/Ventil Fan/Ventilator Chiller/Kältemaschine Boiler/Kessel
    Damper/Klappe Tower/Turm Exchanger/Tauscher Panel/Schaltschrank Lift/Aufzug Luminaire/Leuchte
    Battery/Batterie Inverter/Wechselrichter Motor/Motor Filter/Filter Tank/Behälter Meter/Zähler`),
  Point: words(`Sensor/Fühler Setpoint/Sollwert Command/Befehl Status/Zustand Alarm/Alarm
    Limit/Grenzwert Parameter/Parameter Counter/Zählwert`),
  Agent: words('Person/Person Team/Mannschaft Company/Firma Department/Abteilung'),
  Record: words('Drawing/Zeichnung Contract/Vertrag Manual/Handbuch Order/Auftrag Lease/Miete'),
  Device: words(`Sensor/Fühler Meter/Zähler Gateway/Übergang Actuator/Stellglied Camera/Kamera
    Thermostat/Thermostat Tracker/Ortungsgerät Robot/Roboter Router/Verteiler Display/Anzeige`),
};

/** What sets one noun apart from another. */
export const qualifiers = words(`Supply/Zuluft Return/Rücklauf Outdoor/Außen Indoor/Innen
  Primary/Primär Secondary/Sekundär Standby/Reserve Main/Haupt Zone/Zonen Chilled/Kühl Hot/Heiß
  Steam/Dampf Water/Wasser Air/Luft Gas/Gas Fire/Brand Smoke/Rauch Solar/Solar Thermal/Wärme
  Electric/Elektro Hydraulic/Hydraulik Rotary/Dreh Linear/Linear Axial/Axial Radial/Radial
  Smart/Smart Remote/Fern Local/Orts Upper/Ober Lower/Unter North/Nord South/Süd East/Ost
  West/West Inner/Kern Outer/Rand Fast/Schnell Slow/Langsam Heavy/Schwer Light/Leicht
  Mobile/Mobil Fixed/Fest Public/Öffentlich Private/Privat Clean/Rein Waste/Ab Fresh/Frisch
  Mixed/Misch Low/Nieder High/Hoch Filtered/Filter Cooling/Kühlung Heating/Heizung Roof/Dach
  Basement/Keller Garage/Garagen Office/Büro Process/Prozess Emergency/Not Backup/Ersatz`);

/** Quantities that points, equipment and devices have. */
export const quantities: readonly Quantity[] = [
  { word: ['temperature', 'Temperatur'], type: 'Temperature', unit: 'degreeCelsius' },
  { word: ['pressure', 'Druck'], type: 'Pressure', unit: 'kilopascal' },
  { word: ['flow', 'Durchfluss'], type: 'VolumeFlowRate', unit: 'litrePerSecond' },
  { word: ['power', 'Leistung'], type: 'Power', unit: 'kilowatt' },
  { word: ['energy', 'Energie'], type: 'Energy', unit: 'kilowattHour' },
  { word: ['voltage', 'Spannung'], type: 'Voltage', unit: 'volt' },
  { word: ['current', 'Strom'], type: 'Current', unit: 'ampere' },
  { word: ['frequency', 'Frequenz'], type: 'Frequency', unit: 'hertz' },
  { word: ['brightness', 'Helligkeit'], type: 'Illuminance', unit: 'lux' },
  { word: ['speed', 'Drehzahl'], type: 'AngularVelocity', unit: 'revolutionPerMinute' },
  { word: ['velocity', 'Geschwindigkeit'], type: 'Velocity', unit: 'metrePerSecond' },
  { word: ['mass', 'Masse'], type: 'Mass', unit: 'kilogram' },
  { word: ['height', 'Höhe'], type: 'Length', unit: 'metre' },
  { word: ['area', 'Fläche'], type: 'Area', unit: 'squareMetre' },
  { word: ['volume', 'Rauminhalt'], type: 'Volume', unit: 'cubicMetre' },
  { word: ['density', 'Dichte'], type: 'Density', unit: 'kilogramPerCubicMetre' },
  { word: ['torque', 'Drehmoment'], type: 'Torque', unit: 'newtonMetre' },
  { word: ['angle', 'Winkel'], type: 'Angle', unit: 'degreeOfArc' },
];

/** Plain properties with their schema. */
export const plain: readonly (readonly [word: Word, schema: string])[] = [
  [['label', 'Bezeichnung'], 'string'],
  [['vendor', 'Hersteller'], 'string'],
  [['enabled', 'Freigabe'], 'boolean'],
  [['installed', 'Einbau'], 'dateTime'],
  [['revision', 'Stand'], 'integer'],
  [['rating', 'Bewertung'], 'double'],
];
